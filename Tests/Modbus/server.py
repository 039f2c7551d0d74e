"""A Modbus server that is not ours: `server.py tcp` or `server.py serial PATH`. Prints where it listens, and serves.

Unit 1. Holding registers 0…99 hold 1000 + address, input registers 2000 + address; coils are on at every third address,
discrete inputs at every second.
"""
import asyncio
import sys

from pymodbus import FramerType
from pymodbus.datastore import ModbusDeviceContext, ModbusSequentialDataBlock, ModbusServerContext
from pymodbus.server import ModbusSerialServer, ModbusTcpServer


def block(values):
    # A block counts its addresses from 1.
    return ModbusSequentialDataBlock(1, list(values))


async def main():
    device = ModbusDeviceContext(
        hr=block(1000 + i for i in range(100)), ir=block(2000 + i for i in range(100)),
        co=block(i % 3 == 0 for i in range(100)), di=block(i % 2 == 0 for i in range(100)))
    context = ModbusServerContext(devices={1: device}, single=False)
    if sys.argv[1] == "tcp":
        server = ModbusTcpServer(context, address=("127.0.0.1", 0))
        await server.serve_forever(background=True)
        print(server.transport.sockets[0].getsockname()[1], flush=True)
    else:
        server = ModbusSerialServer(context, framer=FramerType.RTU, port=sys.argv[2], baudrate=9600)
        await server.serve_forever(background=True)
        print("ready", flush=True)
    # Ends with the test: nobody holds the other end of standard input any more.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
