"""A mail server that misbehaves: `python -m tests.faults.faulty_sink SEED LOG`.

It refuses for now and for ever, breaks the line before and after it has stored a mail, is
slow. What it stored, and how often it broke the line after the final dot, is in LOG, one
line each, written before anything is answered.
"""

import asyncio
import random
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from relasi.connectors.smtp.sink.session import Closed, Received, Session

CHANCES = (("later", 0.04), ("never", 0.02), ("break_before", 0.01), ("break_after", 0.01))
SLOWEST_SECONDS = 0.02


@dataclass
class Mood:
    """Draws what happens next, and writes down what did."""

    log: TextIO
    dice: random.Random = field(default_factory=random.Random)

    def draw(self) -> str:
        roll, edge = self.dice.random(), 0.0
        for name, chance in CHANCES:
            edge += chance
            if roll < edge:
                return name
        return "good"

    def write(self, *words: str) -> None:
        self.log.write(" ".join((f"{time.time():.3f}", *words)) + "\n")
        self.log.flush()

    async def accept(self, message: Received) -> str:
        await asyncio.sleep(self.dice.random() * SLOWEST_SECONDS)
        mood = self.draw()
        if mood == "later":
            return "451 4.3.0 Later"
        if mood == "never":
            return "554 5.6.0 Never"
        if mood == "break_before":
            self.write("broke")
            raise Closed
        self.write("stored", message.recipients[0])
        if mood == "break_after":
            self.write("broke")
            raise Closed
        return "250 2.0.0 Kept"


class MoodySession(Session):
    """Also refuses at RCPT, and breaks the line there."""

    mood: Mood

    async def on_rcpt(self, rest: str) -> None:
        mood = self.mood.draw()
        if mood == "break_before":
            raise Closed
        if mood in {"later", "never"}:
            await self.say("450 4.2.1 Later" if mood == "later" else "550 5.1.1 Nobody here")
            return
        await super().on_rcpt(rest)


async def serve(seed: int, log: Path) -> None:
    with log.open("a") as lines:
        mood = Mood(lines, random.Random(seed))

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            session = MoodySession(reader, writer, mood.accept)
            session.mood = mood
            await session.run()

        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        async with server:
            await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
