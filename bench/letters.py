"""A thousand letters printed as one file, and released from the tray, beside the bare typst compiles of their pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from bench.program import scripted
from bench.report import Limit, tell, tell_megabytes, tell_seconds, title

if TYPE_CHECKING:
    from pathlib import Path

    from bench.program import Ended
    from bench.stores import Bench

LETTERS: Final = 1_000
FEW: Final = 150
BUDGET: Final = 1.5
"""How many times the bare compiles a batch may take."""
FLAT: Final = 1.2
"""How many times the peak of memory of a tenth of the letters a batch may have."""
# What both do: the fifteen letters in turn, every one to somebody else.
LETTER: Final = """
import json, sys, time
from datetime import UTC, datetime
from pathlib import Path
from domain.letters.catalogue import CATALOGUE
from domain.letters.texts import STATUSES, fill, letter_text
from storage.exporters.letters import Envelope, Sender, letter_data
from storage.exporters.letter_batch import LetterToMake, make_letters, write_batch
from storage.exporters.pdf import FONTS, TEMPLATES, showable
import pikepdf, typst
NOW = datetime(2016, 2, 15, 12, tzinfo=UTC)
SENDER = Sender("Child Support Agency", ("1 Example Street", "ANYTOWN", "BL1 1AA"), (("Telephone", "0000"),))
def letter(at):
    text = letter_text(CATALOGUE[at % len(CATALOGUE)].number)
    filled = fill(text, STATUSES[0], dict.fromkeys(text.fields(STATUSES[0]), f"text {at}"))
    address = (f"Ms Siân Person {at}", f"{at} High Street", "BL1 1AA")
    envelope = Envelope(SENDER, address, f"CG{at}", "15 February 2016", "Dear reader")
    return LetterToMake(f"L{at}", f"P{at}", filled, envelope)
count, folder = int(sys.argv[1]), Path(sys.argv[2])
"""
BARE: Final = """
data = (letter_data(each.letter, each.envelope) for each in map(letter, range(count)))
said = [json.dumps(showable(each)) for each in data]
begun = time.perf_counter()
fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
compiler = typst.Compiler(TEMPLATES / "letter.typ", root=TEMPLATES, font_paths=fonts)
for each in said:
    compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=NOW, sys_inputs={"data": each})
(folder / "bare.json").write_text(json.dumps({"seconds": time.perf_counter() - begun}))
"""
OURS: Final = """
begun = time.perf_counter()
manifest = write_batch(
    make_letters(map(letter, range(count)), NOW),
    folder / "batch.pdf", csv=folder / "batch.csv", force=True,
)
seconds = time.perf_counter() - begun
with pikepdf.open(folder / "batch.pdf") as pdf:
    pages = len(pdf.pages)
told = {"seconds": seconds, "letters": manifest.letters, "pages": manifest.pages, "found": pages}
(folder / "ours.json").write_text(json.dumps(told))
"""

# The whole way from the tray: checks, paper, keeping it, the journal, the lists, and the batch as one file.
RELEASED: Final = """
import json, sys, time
from datetime import date
from pathlib import Path
from console.desk.letters import prepare, release, write_batch_file
from tests.letter_store import proactive, store_of
count, folder = int(sys.argv[1]), Path(sys.argv[2])
desk = store_of(folder / sys.argv[3], *(proactive(f"CG{at:05}") for at in range(count // 2)))
prepare(desk)
begun = time.perf_counter()
report = release(desk)
manifest = write_batch_file(desk, report.batch_id, folder / "released.pdf", force=True).manifest
seconds = time.perf_counter() - begun
told = {"seconds": seconds, "letters": len(report.issued), "pages": manifest.pages}
(folder / "released.json").write_text(json.dumps(told))
"""
BARE_RELEASED: Final = """
import json, sys, time
from datetime import UTC, datetime
from pathlib import Path
import typst
from console.desk.letter_papers import envelope_of
from console.desk.letters import letter_keys, letter_rows, look_at
from console.desk.desk import Desk
from storage.exporters.letters import letter_data
from storage.exporters.pdf import FONTS, TEMPLATES, showable
from tests.letter_store import FIRST, at
count, folder = int(sys.argv[1]), Path(sys.argv[2])
desk = Desk.open(folder / sys.argv[3] / "casework.db", "manager", at(FIRST))
rows = [row for _, row in letter_rows(desk, letter_keys(desk)) if row.state == "issued"]
words = [look_at(desk, row.letter_id).words for row in rows]
said = [json.dumps(showable(letter_data(each.letter, envelope_of(each)))) for each in words]
begun = time.perf_counter()
fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
compiler = typst.Compiler(TEMPLATES / "letter.typ", root=TEMPLATES, font_paths=fonts)
for each in said:
    compiler.compile(
        format="pdf", pdf_standards="ua-1", timestamp=datetime(2016, 2, 15, 12, tzinfo=UTC), sys_inputs={"data": each}
    )
(folder / "bare-released.json").write_text(json.dumps({"seconds": time.perf_counter() - begun, "letters": len(said)}))
"""


def run(bench: Bench) -> None:
    """Measure both in one run, one after the other, and the memory of a batch beside a tenth of it."""
    count = FEW if bench.small else LETTERS
    title(f"{count:,} letters as one batch")
    bare, _ = _measured(bench.folder, "bare", BARE, count)
    _, tenth = _measured(bench.folder, "ours", OURS, count // 10)
    ours, ended = _measured(bench.folder, "ours", OURS, count)
    limit = Limit("bare typst compiles", bare["seconds"])
    tell_seconds("made, printed as one file, manifest", ours["seconds"], limit, BUDGET * limit.value)
    tell_megabytes("its peak of memory", ended.peak_kibibytes, smaller=Limit("a tenth of them", tenth.peak_kibibytes))
    tell(f"at most {FLAT} times that", "", met=ended.peak_kibibytes <= FLAT * tenth.peak_kibibytes)
    tell("letters", f"{ours['letters']:,.0f}", met=ours["letters"] == count)
    tell("pages in the file as the manifest tells", f"{ours['pages']:,.0f}", met=ours["pages"] == ours["found"])
    _run_released(bench, count)


def _run_released(bench: Bench, count: int) -> None:
    title(f"{count:,} letters released from the tray")
    for name in ("few", "all"):
        (bench.folder / name).mkdir(exist_ok=True)
        (bench.folder / name / "casework.db").unlink(missing_ok=True)
    # Papers written fill the store's page cache of 32 MiB first; from there on a letter more takes no room.
    few = scripted(bench.folder, RELEASED, str(count // 2), str(bench.folder), "few")
    ended = scripted(bench.folder, RELEASED, str(count), str(bench.folder), "all")
    ours = json.loads((bench.folder / "released.json").read_text())
    scripted(bench.folder, BARE_RELEASED, str(count), str(bench.folder), "all")
    bare = json.loads((bench.folder / "bare-released.json").read_text())
    limit = Limit("bare typst compiles", bare["seconds"])
    tell_seconds("checked, made, kept, printed as one file", ours["seconds"], limit, BUDGET * limit.value)
    tell_megabytes("its peak of memory", ended.peak_kibibytes, smaller=Limit("half of them", few.peak_kibibytes))
    tell(f"at most {FLAT} times that", "", met=ended.peak_kibibytes <= FLAT * few.peak_kibibytes)
    tell("letters", f"{ours['letters']:,.0f}", met=ours["letters"] == bare["letters"] == count)


def _measured(folder: Path, name: str, script: str, count: int) -> tuple[dict[str, float], Ended]:
    ended = scripted(folder, LETTER + script, str(count), str(folder))
    return json.loads((folder / f"{name}.json").read_text()), ended
