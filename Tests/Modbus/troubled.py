"""A Modbus server that is not ours and has troubles: `troubled.py tcp` or `troubled.py serial PATH`. Prints where it
listens, and serves.

Holding register A of unit U holds 1000 * U + A, for A from 0 to 9. What is wrong with each unit:

  1 nothing
  2 answers 700 ms late
  3 answers in pieces, with pauses of 60 ms between them
  4 carries a write out and gives back another value
  5 answers as unit 1
  6 nothing
"""
import asyncio
import sys

from pymodbus import FramerType
from pymodbus.datastore import ModbusDeviceContext, ModbusSequentialDataBlock, ModbusServerContext
from pymodbus.pdu.register_message import WriteMultipleRegistersResponse, WriteSingleRegisterResponse
from pymodbus.server import ModbusSerialServer, ModbusTcpServer
from pymodbus.server.requesthandler import ServerRequestHandler

LATE, IN_PIECES, WRONG_ECHO, WRONG_UNIT = 2, 3, 4, 5
LATENESS, PAUSE = 0.7, 0.06


class Troubled(ServerRequestHandler):
    """Answers of the library, spoilt on their way out."""

    asked = 0

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.mouth = asyncio.Lock()

    def server_send(self, pdu, addr):
        self.asked = pdu.dev_id
        if pdu.dev_id == WRONG_ECHO:
            if isinstance(pdu, WriteSingleRegisterResponse):
                pdu.registers = [(pdu.registers[0] + 1) & 0xFFFF]
            elif isinstance(pdu, WriteMultipleRegistersResponse):
                pdu.address += 1
        if pdu.dev_id == WRONG_UNIT:
            pdu.dev_id = 1
        super().server_send(pdu, addr)

    def send(self, data, addr=None):
        parts = [data]
        if self.asked == IN_PIECES:
            parts = [data[start:start + 3] for start in range(0, len(data), 3)]
        asyncio.ensure_future(self.say(parts, LATENESS if self.asked == LATE else 0))

    async def say(self, parts, lateness):
        await asyncio.sleep(lateness)
        # One answer after the other: bytes of two are never mixed.
        async with self.mouth:
            for place, part in enumerate(parts):
                await asyncio.sleep(PAUSE if place else 0)
                if self.transport:
                    self.transport.write(part)


def troubled(kind):
    class Server(kind):
        def callback_new_connection(self):
            return Troubled(self, self.trace_packet, self.trace_pdu, self.trace_connect)

    return Server


async def main():
    # A block counts its addresses from 1.
    units = {
        unit: ModbusDeviceContext(hr=ModbusSequentialDataBlock(1, [1000 * unit + i for i in range(10)]))
        for unit in range(1, 7)
    }
    context = ModbusServerContext(devices=units, single=False)
    if sys.argv[1] == "tcp":
        server = troubled(ModbusTcpServer)(context, address=("127.0.0.1", 0))
        await server.serve_forever(background=True)
        print(server.transport.sockets[0].getsockname()[1], flush=True)
    else:
        server = troubled(ModbusSerialServer)(
            context, framer=FramerType.RTU, port=sys.argv[2], baudrate=19200, ignore_missing_devices=True)
        await server.serve_forever(background=True)
        print("ready", flush=True)
    # Ends with the test: nobody holds the other end of standard input any more.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
