"""Names of institutions of several words, by their words in lower case.

They are those of the entity table, and universities, firms and clubs that give no sign of where
their name ends: after “Universitas Gadjah” follows no person's name.
"""

from index.entities.table import load_shipped_table

_MORE = """
tottenham hotspur, manchester city, manchester united, real madrid, real sociedad, atletico madrid,
inter milan, ac milan, as roma, crystal palace, leicester city, west ham united, aston villa,
newcastle united, norwich city, bayern munchen, borussia dortmund, bayer leverkusen, rb leipzig,
paris saint germain, bali united, barito putera, madura united, persela lamongan, persib bandung,
persija jakarta, persipura jayapura, persebaya surabaya, psm makassar, arema fc, semen padang,
borneo fc, kalteng putra, bhayangkara fc, ps tira persikabo, psis semarang, repsol honda, monster
energy yamaha, monster yamaha, gadjah mada, sebelas maret, sepuluh nopember, sam ratulangi, syiah
kuala, sultan agung, sultan ageng tirtayasa, sultan hasanuddin, tanjung pura, bung karno, bung
hatta, islam indonesia, islam bandung, islam malang, negeri jakarta, negeri malang, negeri
yogyakarta, negeri semarang, negeri surabaya, negeri medan, negeri padang, negeri makassar,
pendidikan indonesia, kristen petra, kristen maranatha, kristen indonesia, katolik parahyangan,
katolik soegijapranata, katolik atma jaya, atma jaya, pelita harapan, bina nusantara, multimedia
nusantara, mercu buana, esa unggul, al azhar indonesia, al azhar, ahmad dahlan, dian nuswantoro,
jenderal soedirman, jenderal achmad yani, halu oleo, lambung mangkurat, palangka raya, nusa
cendana, nasional singapura, sunan kalijaga, sunan ampel, sunan gunung djati, syarif hidayatullah,
raden intan, raden fatah, jasa marga, bina marga, cipta karya, jasa raharja, wijaya karya, waskita
karya, hutama karya, adhi
karya, nindya karya, brantas abipraya, angkasa pura, garuda indonesia, lion air, sriwijaya air,
citilink indonesia, air asia, astra international, astra daihatsu, astra honda, toyota astra, sinar
mas, agung podomoro, agung sedayu, lippo karawaci, summarecon agung, bumi serpong damai, krakatau
steel, semen indonesia, pupuk indonesia, pupuk kaltim, petrokimia gresik, bukit asam, aneka
tambang, freeport indonesia, vale indonesia, adaro energy, pelita air, pelabuhan indonesia, dok
kodja bahari, dirgantara indonesia, len industri, industri kereta api, kereta api, pos indonesia,
telekomunikasi indonesia, telkom indonesia, indosat ooredoo, xl axiata, bank mandiri, bank negara
indonesia, bank rakyat indonesia, bank central asia, bank tabungan negara, bank syariah mandiri,
cimb niaga, maybank indonesia, bahana sekuritas, mirae asset, samuel sekuritas, sarana multi
infrastruktur, danareksa sekuritas, sido muncul, kalbe farma, kimia farma, bio farma, indo farma,
unilever indonesia, mayora indah, gudang garam, hm sampoerna, lg electronics, samsung electronics,
gajah tunggal, mitra adiperkasa, trans corp, media nusantara citra, setara institute, tani hkti,
petani indonesia
"""


def _words(name: str) -> tuple[str, ...]:
    return tuple(name.lower().split())


INSTITUTION_NAMES = frozenset(
    words
    for words in (
        *map(_words, _MORE.replace("\n", " ").split(",")),
        *(_words(name) for entity in load_shipped_table().entities for name in entity.names),
    )
    if len(words) > 1
)
# The most words that such a name has.
LONGEST_NAME = max(map(len, INSTITUTION_NAMES))
