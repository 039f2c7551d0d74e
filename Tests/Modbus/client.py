"""A Modbus client that is not ours: `client.py tcp PORT QUESTION…` or `client.py serial PATH QUESTION…`.

A question is `UNIT input|holding|coils|discrete ADDRESS COUNT`, or `UNIT register|coil ADDRESS = VALUE`, in one argument.
Prints one line for each: the values, `written`, `exception N`, or `silence`.
"""
import sys

from pymodbus import FramerType
from pymodbus.client import ModbusSerialClient, ModbusTcpClient
from pymodbus.exceptions import ModbusIOException


def ask(client, question):
    unit, what, address, *rest = question.split()
    unit, address, value = int(unit), int(address), int(rest[-1])
    match what:
        case "input":
            answer = client.read_input_registers(address, count=value, device_id=unit)
        case "holding":
            answer = client.read_holding_registers(address, count=value, device_id=unit)
        case "coils":
            answer = client.read_coils(address, count=value, device_id=unit)
        case "discrete":
            answer = client.read_discrete_inputs(address, count=value, device_id=unit)
        case "register":
            answer = client.write_register(address, value, device_id=unit)
        case "coil":
            answer = client.write_coil(address, value != 0, device_id=unit)
    if answer.isError():
        return f"exception {answer.exception_code}"
    if rest[0] == "=":
        return "written"
    values = answer.bits[:value] if what in ("coils", "discrete") else answer.registers
    return " ".join(str(int(value)) for value in values)


def main():
    kind, place, *questions = sys.argv[1:]
    if kind == "tcp":
        client = ModbusTcpClient("127.0.0.1", port=int(place), timeout=2, retries=0)
    else:
        client = ModbusSerialClient(place, framer=FramerType.RTU, baudrate=9600, timeout=2, retries=0)
    assert client.connect()
    for question in questions:
        try:
            print(ask(client, question))
        except ModbusIOException:
            print("silence")
            # It closes after a silence.
            assert client.connect()
    client.close()


main()
