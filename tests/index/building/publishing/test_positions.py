import pytest

from index.attribution.mentions import Speaker
from index.building.publishing.positions import Position, parse_position
from index.entities.matcher import EntityIndex

GAZETTEER = EntityIndex.shipped().gazetteer


def post(office: str) -> Position | None:
    """The post of “role | institution” if one person holds it, else None."""
    role, _, institution = (part.strip() for part in office.partition("|"))
    read = parse_position(GAZETTEER, Speaker(role=role, institution=institution))
    return read.position if read.single else None


@pytest.mark.parametrize(
    "office",
    [
        "Menkominfo",
        "Presiden",
        "Wapres",
        "Kapolri",
        "Ketua | KPK",
        "Ketua Umum | Partai Golkar",
        "Sekretaris Jenderal | DPP Partai Golkar",
        "Wakil Menteri Keuangan",
        "Gubernur Jawa Barat",
        "Wakil Gubernur Jawa Barat",
        "Bupati | Sukamaju",
        "Kepala Desa Sukamaju",
        "Kapolsek | Sukamaju",
        "Camat | Sukamaju",
        "Kepala | Dinas Perhubungan DKI Jakarta",
        "Kabid Humas | Polda Metro Jaya",
        "Direktur Jenderal Aplikasi Informatika | Kementerian Kominfo",
        "Direktur Penyidikan | KPK",
        "Direktur Utama | PT Maju Jaya",
        "Rektor | Universitas Sukamaju",
        "Pelatih | Persib",
        "Plt Kepala | BNPB",
        "Prime Minister of Malaysia",
        "Governor of West Java",
    ],
)
def test_offices_that_one_person_holds(office: str) -> None:
    assert post(office) is not None


@pytest.mark.parametrize(
    "office",
    [
        "",
        # Of no institution.
        "menteri",
        "Gubernur",
        "Ketua",
        "direktur",
        "Managing Director",
        "juru bicara",
        "sekretaris pribadi",
        "Kepala Bidang Sarana",
        "Kepala | Dinas Perhubungan",
        # Many at a time.
        "Anggota | DPR",
        "juru bicara | Partai Golkar",
        "Juru Bicara | KPK",
        "Wakil Ketua | KPK",
        "Ketua | DPP PDIP",
        "Ketua | Fraksi Partai Golkar",
        "Direktur | PT Maju Jaya",
        "Staf Khusus Presiden",
        "Hakim Agung | Mahkamah Agung",
        "warga Sukamaju",
        # Nobody who holds it.
        "mantan Menkominfo",
        "eks Bupati | Sukamaju",
        "bekas Gubernur Jawa Barat",
        "former Governor of West Java",
        "calon Gubernur Jawa Barat",
        "istri Bupati | Sukamaju",
        "ajudan Presiden",
        " | Kominfo",
    ],
)
def test_offices_that_several_people_hold_or_nobody(office: str) -> None:
    assert post(office) is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Menkominfo", "Menteri Komunikasi dan Informatika", True),
        ("Menkominfo", "Menteri | Kominfo", True),
        ("Menkominfo", "Communications and Informatics Minister", True),
        ("Kepala Negara", "Presiden RI", True),
        ("Gubernur Jabar", "Gubernur | Jawa Barat", True),
        ("Gubernur Jabar", "Governor of West Java", True),
        ("Kadis Kesehatan | Jabar", "Kepala | Dinas Kesehatan Jawa Barat", True),
        ("Kabid Humas | Polda Jabar", "Kabid Humas | Polda Jatim", False),
        ("Kapolres | Sukamaju", "Kapolres | Sukasari", False),
        ("Gubernur Jabar", "Wakil Gubernur Jabar", False),
        ("Menlu", "Menteri Luar Negeri Jepang", False),
        ("Presiden", "Presiden Amerika Serikat", False),
        ("Ketua | KPK", "Wakil Ketua | KPK", False),
        ("Ketua | KPU", "Ketua | KPU Depok", False),
        ("Rektor | Universitas Sukamaju", "Rektor | Universitas Sukasari", False),
    ],
)
def test_an_office_is_equal_however_it_is_written(one: str, other: str, expected: bool) -> None:
    assert (post(one) == post(other)) is expected


@pytest.mark.parametrize(
    ("post_of", "less", "expected"),
    [
        ("Bupati | Sukamaju", "Bupati", True),
        ("Bupati | Sukamaju", "", True),
        ("Bupati | Sukamaju", "Bupati | Sukasari", False),
        ("Menkominfo", "Menteri", True),
        ("Menkominfo", " | Kominfo", True),
        ("Menkominfo", "Petani", False),
        ("Kepala | Dinas Perhubungan DKI Jakarta", "Kepala | Dinas Perhubungan", True),
    ],
)
def test_a_position_covers_one_that_says_less(post_of: str, less: str, expected: bool) -> None:
    whole = post(post_of)
    role, _, institution = (part.strip() for part in less.partition("|"))
    other = parse_position(GAZETTEER, Speaker(role=role, institution=institution)).position
    assert whole is not None
    assert other is not None
    assert whole.covers(other) is expected
