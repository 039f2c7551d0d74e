"""pymodbus with its defaults, as the benchmarks of the bus put it beside halld. Runs until it is ended.

    clients.py line PATH BAUD UNITS REGISTERS       the same registers of units 1…n in turn
    clients.py points PATH BAUD FILE                one register after the other; FILE is JSON: [[unit, address], …]
    clients.py gateways UNITS REGISTERS PORTS       asyncio, one connection a port, every unit of it once a second
"""
import asyncio
import itertools
import json
import pathlib
import sys
import time

from pymodbus.client import AsyncModbusTcpClient, ModbusSerialClient
from pymodbus.exceptions import ModbusException


def serial(path, baud, requests):
    # 8N2 has as many bits as 8E1, which a pseudo-terminal does not take.
    client = ModbusSerialClient(path, baudrate=baud, parity="N", stopbits=2)
    client.connect()
    for unit, address, count in requests:
        try:
            client.read_holding_registers(address, count=count, device_id=unit)
        except ModbusException:
            client.connect()


async def gateway(port, units, registers):
    client = AsyncModbusTcpClient("127.0.0.1", port=port)
    await client.connect()
    due = time.monotonic()
    while True:
        for unit in range(1, units + 1):
            try:
                await client.read_holding_registers(0, count=registers, device_id=unit)
            except ModbusException:
                await client.connect()
        due += 1
        await asyncio.sleep(max(0, due - time.monotonic()))


async def gateways(ports, units, registers):
    await asyncio.gather(*(gateway(port, units, registers) for port in ports))


def main():
    kind, *rest = sys.argv[1:]
    if kind == "line":
        units, registers = int(rest[2]), int(rest[3])
        serial(rest[0], int(rest[1]), itertools.cycle((unit, 0, registers) for unit in range(1, units + 1)))
    elif kind == "points":
        points = json.loads(pathlib.Path(rest[2]).read_text())
        serial(rest[0], int(rest[1]), itertools.cycle((unit, address, 1) for unit, address in points))
    elif kind == "gateways":
        asyncio.run(gateways([int(port) for port in rest[2:]], int(rest[0]), int(rest[1])))


main()
