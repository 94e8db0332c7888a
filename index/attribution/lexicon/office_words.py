"""The words of offices, occupations, institutions and titles: tables in lower case.

Those that questions use as well are in index/data/entities.toml; here is what articles add.
"""

import re

from index.attribution.lexicon.reporting_words import word_set
from index.entities.table import load_shipped_table


def _single_words(section: str) -> frozenset[str]:
    """The names of one word in a section of index/data/entities.toml."""
    rows = load_shipped_table().synonyms[section].items()
    names = (name.lower() for word, others in rows for name in (word, *others))
    return frozenset(name for name in names if " " not in name)


# ── Roles ──────────────────────────────────────────────────────────────────────────────────────
# Words of the table's offices that are no office here: articles mostly mean something else by them
# (chair, leader, speaker), they are below in PEOPLE, or they have not been tried on articles.
_NOT_IN_ARTICLES = word_set(
    "adviser ambassador boss captain chair coach commander commissioner dean director-general"
    " dubes headmaster headteacher kapolrestro kapolsekta kapten komisioner komut leader menko"
    " pelatih pemred penggagas pm presdir principal rector regent secretary-general skipper"
    " speaker trainer waket walkot"
)
# Offices: one person at a time holds one, so the bare role is a way to name that person. Those of
# the table, and words that only articles have or that are a part of one (wali kota, plt, senior).
OFFICES = _single_words("offices") - _NOT_IN_ARTICLES | word_set(
    "wali kapolri cfo cto coo kabid kabag kasat kasi kasubdit kanit wakapolri wakapolda"
    " wakapolres kabareskrim kadiv kasatreskrim kapuspen kadispen kapendam danrem dandim jaksa"
    " ombudsman managing deputy vp bendahara wakil plt pj deputi staf wabup wawako wamenlu gm"
    " evp plh pjs penjabat juru koordinator karo karutan kalapas kadivhumas kabidhumas kabidpenum"
    " kepolisian-ri pangkostrad ksad ksal ksau kasad danjen kabiro kapus kapusdatin sestama sesmen"
    " corporate senior general chancellor kanselir perdana raja ratu paus pimpinan direksi acting"
    " executive"
)
# Roles that many people have at once: they introduce a name; alone, only “itu” and “ini” make them
# mean somebody.
PEOPLE = word_set(
    "anggota politikus politisi pengamat peneliti dosen warga korban pelatih pemain penyanyi"
    " aktris aktor artis saksi tersangka terdakwa pengacara advokat hakim penyidik petugas guru"
    " mahasiswa mahasiswi siswa siswi pelajar pedagang petani nelayan sopir pengemudi pengusaha"
    " pakar ahli dokter perawat psikolog aktivis seniman sutradara produser presenter komedian"
    " model musisi vokalis gitaris drummer rapper pelantun pesinetron selebgram youtuber bintang"
    " atlet pebulutangkis pebulu pembalap petinju kapten gelandang striker bek kiper penyerang"
    " manajemen ibu ayah bapak ayahanda ibunda istri suami anak kakak adik paman tante sepupu"
    " kerabat keluarga tetangga pria wanita perempuan lelaki laki-laki bocah gadis pemuda pemudi"
    " kuasa pembina penasihat tokoh ustaz ustadz ustadzah kiai pendeta pastor uskup habib ulama"
    " pemilik pengelola penjaga pegawai karyawan karyawati buruh pekerja penumpang pengunjung"
    " penonton wisatawan pelanggan konsumen nasabah peserta relawan wartawan jurnalis reporter"
    " kolumnis penulis novelis pengarang penyair redaktur analis ekonom kriminolog sosiolog"
    " sejarawan ilmuwan astronom geolog arkeolog epidemiolog perwakilan utusan delegasi diplomat"
    " duta legislator senator caleg cagub capres cawapres kader juara legenda mantan eks tunggal"
    " ganda influencer desainer perancang chef koki fotografer koreografer penari dubes warganet"
    " netizen pengguna akun narasumber sumber perwira prajurit bidan apoteker asisten sahabat"
    " teman rekan kekasih pacar manager penggemar pembawa pesepakbola pesepak pivot winger"
    " bassis keyboardis disjoki dj host kepala-suku pesohor selebritas selebriti spesialis"
    " pimpro calon member founder-nya lawyer pengasuh mantan-ketua santri imam kyai akademisi"
    " praktisi penggagas inisiator pembicara konsul head-coach coach actor actress singer"
    " researcher professor analyst expert attorney resident victim witness player captain"
    " teacher student farmer officer official lawmaker politician economist scientist activist"
    " artist author doctor nurse owner founder engineer journalist former fan neighbour neighbor"
    " spokesmen officials residents judge businessman entrepreneur lecturer fellow commissioner"
    " ambassador representative netter fans orator suaminya istrinya ayahnya ibunya anaknya"
    " kakaknya adiknya komisioner pebalap detektif profesor pemeran putra putri sulung bekas"
    " pejabat emak remaja menantu tourist passenger fisherman driver mother father son daughter"
    " wife husband"
)
ROLES = OFFICES | PEOPLE
# Also names: roles only where they are written in lower case.
ALSO_NAMES = word_set(
    "imam putra putri bintang raja ratu gadis juara model teman santri bos kader kiper son fan"
    " daughter husband wife mother father legenda kapten duta mayor ganda tunggal nana dewan"
    " paus sopir chef host pivot rapper mendes"
)
# They fit anybody: with “itu” or “ini” they mean the last speaker, whatever their office.
GENERIC = word_set(
    "pria wanita perempuan lelaki laki-laki ayah ibu bapak mantan eks bekas politikus politisi"
    " tokoh pemuda"
)
# The name after them is another person's: in “kata istri Budi” it is not Budi who speaks.
RELATIVES = word_set(
    "istri suami anak kakak adik ayah ibu bapak ayahanda ibunda paman tante sepupu kerabat"
    " keluarga tetangga kuasa pengacara kekasih pacar sahabat teman rekan asisten penggemar fans"
    " manajer putra putri menantu sopir tim lawyer attorney wife husband mother father son"
    " daughter fan friend"
)
# Menkominfo, Menko Polhukam, Menhub, Wamenkeu …
MINISTER = re.compile(
    r"(?:wa)?men(?:ko|kominfo|kes|dag|dagri|lu|hub|ag|aker|naker|pora|keu|tan|hut|sos|hukham|kumham"
    r"|perin|perind|par|parekraf|pan|panrb|pan-rb|ristek|ristekdikti|dikbud|sesneg|esdm|lhk|kop"
    r"|kopukm|pupr|bumn|han|teri|ppa|pppa|bappenas|pu|desa|des|ekuin|kopolhukam|kopmk)"
)
# Heads of a part of an institution; the part is named before it: “Direktur Penyidikan KPK”.
HEADS_OF_PARTS = word_set(
    "direktur dirjen deputi kepala kabid kabag kasi kasubdit kabiro kasubbag asisten sekretaris"
    " staf manajer manager kadiv plt pelaksana koordinator"
)

# ── Institutions and the words of their names ──────────────────────────────────────────────────
# Kemkominfo, Kemendikbud …, but no name like Kemal.
MINISTRY = re.compile(r"kemen[a-z]+|kem(?:kominfo|kes|lu|han|naker|kumham|dikbud|dag|perin|sos)")
# Institutions named without a word of KINDS.
ORGANISATIONS = word_set(
    "facebook google twitter whatsapp instagram youtube netflix apple microsoft tiktok gojek grab"
    " tokopedia bukalapak traveloka telkomsel telkom indosat garuda pertamina nasdem gerindra"
    " golkar demokrat hanura perindo samsung huawei xiaomi reuters antara afp bbc cnn kompas"
    " tempo tribunnews okezone sindonews detikcom detik kpai kominfo kpu bawaslu lapan lipi"
    " basarnas bmkg bulog"
)
# Words that begin the name of an institution and say of which kind it is.
KINDS = word_set(
    "kementerian kelompok dinas badan komisi lembaga polda polres polsek polri polrestabes"
    " polresta kepolisian mabes pemerintah pemprov pemkot pemkab pemda universitas institut"
    " politeknik sekolah akademi fakultas pt cv pengadilan mahkamah kejaksaan kejari kejati"
    " majelis dewan fraksi partai asosiasi ikatan persatuan perhimpunan yayasan balai bank rumah"
    " rsud rsup pusat direktorat ditjen ombudsman tim timnas komite federasi organisasi"
    " perusahaan bareskrim istana perum perpustakaan museum bea bandara pelabuhan forum aliansi"
    " koalisi lapas rutan kantor kodam kodim korem kostrad densus satgas kedutaan kedubes"
    " konsulat ministry agency department university institute commission police government"
    " council board company association foundation bureau office committee court parliament"
    " polisi kejagung manajemen suku loka sudin kanwil kbri kjri"
)
INSTITUTIONS = KINDS | ORGANISATIONS
PLACES = word_set(
    "tengah barat timur selatan utara tenggara laut jawa sumatera"
    " sumatra kalimantan sulawesi papua bali aceh riau jambi bengkulu lampung banten jakarta"
    " bandung bekasi bogor depok tangerang semarang surabaya yogyakarta jogja jogjakarta diy"
    " medan palembang makassar manado denpasar malang solo surakarta padang pekanbaru pontianak"
    " banjarmasin samarinda balikpapan kupang ambon jayapura sorong manokwari palu kendari"
    " mataram ntb ntt maluku gorontalo batam sidoarjo gresik cirebon sukabumi cianjur garut"
    " tasikmalaya purwokerto banyumas kudus cilacap magelang klaten sleman bantul madiun kediri"
    " blitar banyuwangi jember probolinggo pasuruan mojokerto metro sulsel sulbar sulut sulteng"
    " sultra kalsel kalbar kaltim kalteng kaltara sumut sumbar sumsel jabar jateng jatim babel"
    " kepri malaysia singapura thailand vietnam filipina myanmar tiongkok china cina jepang"
    " korea india pakistan iran irak arab saudi turki israel palestina rusia ukraina jerman"
    " prancis inggris italia spanyol belanda belgia portugal brasil argentina meksiko kanada"
    " amerika serikat australia mesir kuwait qatar suriah lebanon yordania yaman afghanistan"
    " laos kamboja brunei swiss swedia norwegia denmark finlandia polandia austria yunani kongo"
    " nigeria kenya eropa asia afrika london washington tokyo beijing seoul hong kong malaysian"
)
# They may also end the name of an institution, which then begins before them.
NAMED_BEFORE = word_set(
    "ministry agency department university institute commission police government council board"
    " company association foundation bureau office committee court parliament manajemen forum"
    " perusahaan pusat tim dewan"
)
# Football clubs, and what offices and institutions are for.
CLUBS = word_set(
    "barcelona madrid liverpool chelsea arsenal manchester juventus inter milan psg bayern"
    " tottenham everton napoli dortmund ajax persib persija arema psm persebaya sriwijaya pss"
    " pbsi pssi djarum"
)
FIELDS = CLUBS | word_set(
    "rt rw mk ma bi air airlines airways umum pusat daerah wilayah provinsi kota kabupaten"
    " kecamatan kelurahan desa kampung dusun dki di indonesia nasional negara republik ri as"
    " negeri luar dalam pertahanan keamanan hukum hak asasi manusia ham komunikasi informatika"
    " informasi publik penerangan masyarakat hubungan keuangan anggaran pajak perpajakan bea"
    " cukai perdagangan perindustrian industri pertanian kelautan perikanan kehutanan lingkungan"
    " hidup energi sumber daya mineral pekerjaan rakyat perumahan perhubungan kesehatan"
    " pendidikan kebudayaan riset teknologi tinggi agama sosial tenaga kerja ketenagakerjaan"
    " pemuda olahraga olah raga pariwisata ekonomi kreatif koperasi usaha kecil menengah"
    " pemberdayaan perempuan perlindungan anak pembangunan tertinggal transmigrasi agraria ruang"
    " pertanahan sekretariat kabinet kepresidenan investasi kemaritiman bidang polhukam politik"
    " perekonomian penegakan aparatur reformasi birokrasi aplikasi penyelenggaraan pos layanan"
    " operasi operasional pengawasan penindakan pencegahan pemberantasan korupsi kriminal reserse"
    " narkoba lalu lintas humas penmas divisi biro bagian seksi sub unit tim satuan pelaksana"
    " tugas harian cabang dpp dpd dpw dpc pb pp perwakilan pengurus besar komisaris eksekutif"
    " komersial teknik produksi pemasaran sales marketing affairs corporate communication"
    " communications relations public group holding tbk persero indonesian officer executive"
    " operating financial technology product operations country regional vice managing senior"
    " general manager director digital media staf khusus ahli tetap bersama gabungan american"
    " british japanese chinese australian foreign defense defence finance health legal security"
    " political affairs informatics coordinating economic social intelijen penuntut education"
    " trade transportation information city state bangsa kebangsaan keadilan sejahtera demokrasi"
    " perjuangan tindak pidana perkara tni ad al au polri pimpinan pelayanan perdana bisnis"
    " strategis strategi pengembangan perencanaan kebijakan kepatuhan manajemen risiko organisasi"
    " keanggotaan pemenangan pemilu hoaks the of meteorologi klimatologi geofisika vulkanologi"
    " mitigasi bencana penanggulangan tangga jenderal bicara muda perbankan syariah otoritas jasa"
    " transportasi darat udara kereta api jalan gedung stadion pulau gunung piala masjid hotel"
    " mal bersatu club fc united watch center centre research consulting korporat"
)
# The duties of one office can be a list of these, with commas.
LISTED = (FIELDS - OFFICES) | {"humas"}
# A personal name begins after the last of these words.
OFFICIAL = FIELDS | PLACES
# Also parts of personal names: OFFICIAL only after the words given here.
OFFICIAL_AFTER = {
    "agung": word_set("jaksa mahkamah hakim masjid kejaksaan"),
    "utama": word_set(
        "direktur dirut komisaris ketua badan pelatih hakim ahli sekretaris inspektur"
    ),
    "lalu": word_set("kasat kanit unit kepala satuan bidang seksi urusan polisi direktorat bagian"),
    "jaya": word_set("metro irian"),
    "laksamana": word_set("tni ksal kepala"),
    "kota": word_set("wali pemerintah dinas dprd kantor polres polda dalam") | INSTITUTIONS,
}
# The name of a place or firm follows them: PT Maju, dari Medan, Kampung Baru.
BEFORE_OFFICIAL = word_set(
    "pt cv dari asal kampung desa kelurahan kecamatan kabupaten kota dusun universitas provinsi"
    " kampus bank partai fraksi grup band film lagu sinetron klub of at from for"
)
# Between somebody's role and their name.
INTRODUCING = word_set("bernama berinisial named called")
# Offices over a place, whose name follows before that of the holder: Bupati Karanganyar
# Juliyatmono.
TERRITORIAL = word_set(
    "bupati walikota kota camat lurah kades kapolres kapolsek kapolresta kajari dandim wabup desa"
)
