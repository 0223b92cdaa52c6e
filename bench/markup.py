"""How long texts take to render, the worst and any: `python -m bench markup --texts 1000000`."""

import argparse
import random
import statistics
import time
from collections.abc import Callable

from app.markup import MAX_DOCUMENT, MAX_LENGTH, Rendered, render, render_document
from bench import results

ORDINARY = """Hei @[Anne Ås](person:12)! Vi ser på **solceller** på kommunale tak, og lurer på to ting:

1. Hvem eier anlegget, kommunen eller [kraftlaget](https://example.org/avtale)?
2. Hva koster det?
   - [x] tak målt
   - [ ] `kWh` regnet ut

| Bygg | m² | kWh |
|:-----|---:|----:|
| Skole | 900 | 120 000 |
| Idrettshall | 1 400 | 190 000 |

> Husk å sjekke snølast. [[card:7]]
"""
# The shapes that stall Markdown engines, at the length asked for; the unit tests see to how they grow.
ATTACKS: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "[" * n,
    "open links": lambda n: "[a](" * (n // 4),
    "open images": lambda n: "![" * (n // 2),
    "open references": lambda n: "[a][" * (n // 4),
    "words in brackets": lambda n: "[abc " * (n // 5),
    "open mentions": lambda n: "@[a](person:" * (n // 12),
    "open cards": lambda n: "[[card:" * (n // 7),
    "fences": lambda n: "```\n" * (n // 4),
    "code marks": lambda n: " ".join("`" * size for size in range(1, int((2 * n) ** 0.5))),
    "strong and weak": lambda n: "***a*b" * (n // 6),
    "stars and lines": lambda n: "*_" * (n // 2),
    "struck out": lambda n: "~~a " * (n // 4),
    "addresses": lambda n: "http://" * (n // 7),
    "mail": lambda n: "a." * (n // 2) + "@",
    "wide table": lambda n: "|a" * (n // 4) + "\n" + "|-" * (n // 4) + "\n",
    "comments": lambda n: "<!--" * (n // 4),
    "quotes": lambda n: "> " * (n // 2) + "a",
    "numbers in numbers": lambda n: "1. " * (n // 3),
    "quotes in lists": lambda n: "- > " * (n // 4),
    "headings": lambda n: "# a\n" * (n // 4),
    "loose list": lambda n: "- a\n\n" * (n // 5),
    "spaces": lambda n: "a" + " " * (n - 2) + "b",
    "entities": lambda n: "&#" * (n // 2),
    "empty lines": lambda n: "a" + "\n \n" * (n // 3),
}


def main(arguments: list[str]) -> None:
    """Print the time of an ordinary message, of the worst attacks and of random texts; or try very many (S5)."""
    parser = argparse.ArgumentParser(prog="bench markup")
    parser.add_argument("--texts", type=int, default=0, help="try so many, and write down what became of them")
    asked = parser.parse_args(arguments)
    if asked.texts:
        return any_texts(asked.texts)
    render(ORDINARY)  # the first one builds the engine
    print(f"one line          {median(render, 'Takk for sist, dette var nyttig!'):6.1f} ms")
    print(f"ordinary message  {median(render, ORDINARY):6.1f} ms")
    for label, draw, length in (("message", render, MAX_LENGTH), ("document", render_document, MAX_DOCUMENT),
                                ("too long", render, 64_000)):
        times = sorted(((spent(draw, make(length)), name) for name, make in ATTACKS.items()), reverse=True)
        print(f"worst {label:<11} " + ", ".join(f"{ms:.0f} ms {name}" for ms, name in times[:4]))
    fuzzed = sorted(spent(render, text) for text in noise(400))
    print(f"random texts      {statistics.median(fuzzed):6.1f} ms median, {fuzzed[-4]:.1f} p99")


def any_texts(count: int) -> None:
    """S5."""
    from bench import fuzz  # it needs the attacks from here
    found = fuzz.run(count)
    times = sorted(found.times)
    results.write("markup", f"`python -m bench markup --texts {count}`: {found.texts:,} texts of up to "
                  f"{found.longest:,} bytes; CPU p50 {times[len(times) // 2]:.1f} ms, p99 "
                  f"{times[int(len(times) * .99)]:.1f} ms, most {times[-1]:.0f} ms; {len(found.troubles)} that failed "
                  "or brought out what is not allowed." + "".join(f"\n\n    {one}" for one in found.troubles[:5]))


def spent(draw: Callable[[str], Rendered], text: str) -> float:
    """Milliseconds of processor time to draw TEXT."""
    start = time.process_time()
    draw(text)
    return (time.process_time() - start) * 1000


def median(draw: Callable[[str], Rendered], text: str) -> float:
    """The middle one of 50 runs."""
    return statistics.median(spent(draw, text) for _ in range(50))


def noise(count: int) -> list[str]:
    """COUNT texts of markers, the same ones each time."""
    dice = random.Random(1)
    markers = [*"[]()!`*_~<>|#\n -1.a@:/&\\", "http://", "@[a](person:1)", "```\n", "    ", "| a |\n"]
    return ["".join(dice.choices(markers, k=dice.choice((60, 500, 2000, 8000)))) for _ in range(count)]
