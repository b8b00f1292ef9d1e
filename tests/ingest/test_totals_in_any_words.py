"""How many awards a body got is found in whatever words, with the list of them behind it or without."""

import pytest

from ingest.bodies import load_names
from ingest.extract.counts import find_counts
from ingest.extract.reading import read
from ingest.records import Document

HEADLINE = "กรมการข้าวโชว์ผลงาน\n\nวันที่ 8 กันยายน 2566\n"
BEHIND = (
    "",
    " ได้แก่ รางวัลบริการภาครัฐ ประเภทนวัตกรรมการบริการ ระดับดี ผลงาน “ข้าวไทยก้าวไกล”"
    " รางวัลการบริหารราชการแบบมีส่วนร่วม ประเภทร่วมใจแก้จน ระดับดี ผลงาน “ปลาส้มคนสู้”"
    " และรางวัล PMQA 4.0 ระดับก้าวหน้า",
)
SENTENCES = (
    "กรมการข้าวได้รับรางวัลเลิศรัฐ ประจำปี 2566 จำนวน 3 รางวัล",
    "กรมการข้าวคว้า 3 รางวัลเลิศรัฐ ประจำปี 2566",
    "กรมการข้าวรับรางวัลเลิศรัฐ 2566 3 รางวัล",
    "กรมการข้าวกวาดรางวัลเลิศรัฐ ปี 2566 มากถึง 3 รางวัล",
    "กรมการข้าวได้รับรางวัลเลิศรัฐ ประจำปี 2566 มาแล้ว 3 รางวัล",
    "ได้มอบโล่รางวัลเลิศรัฐให้แก่หน่วยงานในสังกัดกรมการข้าวที่ได้รับรางวัลจากสำนักงาน ก.พ.ร. จำนวน 3 รางวัล",
    "สำนักงาน ก.พ.ร. มอบรางวัลเลิศรัฐ ประจำปี 2566 ให้แก่กรมการข้าว 3 รางวัล",
    "กรมการข้าวได้รับรางวัลเลิศรัฐ ประจำปี 2566 จากสำนักงาน ก.พ.ร. 3 รางวัล",
    "กรมการข้าวมีผลงานผ่านเกณฑ์ให้ได้รับรางวัลเลิศรัฐ ประจำปี 2566 จำนวน 3 ผลงาน",
    "กรมการข้าวส่งผลงานเข้าประกวดรางวัลเลิศรัฐ ประจำปี 2566 และได้รับ 3 รางวัล",
    "มีผู้ส่งผลงาน 1,946 ผลงาน ได้รับรางวัลเลิศรัฐ จำนวน 238 รางวัล ในจำนวนนี้เป็นของกรมการข้าว 3 รางวัล",
)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("behind", BEHIND, ids=["alone", "with its list"])
def test_the_total_of_a_body_is_its_own(sentence: str, behind: str) -> None:
    text = f"{HEADLINE}{sentence}{behind}\n"
    counts = find_counts(read(Document(key="a", text=text, sha256="0" * 64), load_names()))
    told = {(count.what, count.scope, count.value) for count in counts}
    assert ("recipient_total", "recipient:กรมการข้าว", 3) in told
