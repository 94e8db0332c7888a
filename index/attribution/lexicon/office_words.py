"""The words of offices, occupations, institutions and titles: tables in lower case.

Those that questions use as well are in index/data/entities.toml; here is what articles add.
"""

import re

from index.attribution.lexicon.place_words import PLACES
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
    " ombudsman managing deputy vp bendahara wakil plt pj deputi staf wabup wawako wamenlu gm evp"
    " paur kaur panit kasubag baur plh pjs penjabat juru koordinator karo karutan kalapas"
    " kadivhumas kabidhumas kabidpenum kepolisian-ri pangkostrad ksad ksal ksau kasad danjen"
    " kabiro kapus kapusdatin sestama sesmen corporate senior general chancellor kanselir"
    " raja ratu paus pimpinan direksi acting executive"
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
    " teman rekan kekasih pacar manager penggemar pembawa pesepakbola pesepak pivot winger bassis"
    " keyboardis disjoki dj host kepala-suku pesohor selebritas selebriti spesialis pimpro calon"
    " member founder-nya lawyer pengasuh mantan-ketua santri imam kyai akademisi praktisi"
    " penggagas inisiator pembicara konsul head-coach coach actor actress singer researcher"
    " professor analyst expert attorney resident victim witness player captain teacher student"
    " farmer officer official lawmaker politician economist scientist activist artist author"
    " doctor nurse owner founder engineer journalist former fan neighbour neighbor spokesmen"
    " officials residents judge businessman entrepreneur lecturer fellow commissioner ambassador"
    " representative netter fans orator suaminya istrinya ayahnya ibunya anaknya kakaknya adiknya"
    " komisioner pebalap detektif profesor pemeran putra putri sulung bekas pejabat doktor lulusan"
    " alumnus emak remaja menantu tourist passenger fisherman driver mother father son daughter"
    " wife husband tenaga pengurus pengajar operator personel penggiat pegiat promotor walikelas"
    " kurator arsitek auditor barista kasir konsultan kontraktor kritikus kurir mekanik montir"
    " moderator notaris paranormal pawang pemandu penerjemah perajin penjahit penyuluh pialang"
    " pilot pramugari programmer psikiater pustakawan satpam sinematografer teknisi terapis tukang"
    " videografer vlogger wasit pesulap pelawak pelukis komposer konduktor lifter antropolog"
    " filsuf budayawan rohaniwan suster kardinal biksu duo trio keponakan mertua besan tunangan"
    " ajudan bibi nenek kakek sesepuh tetua veteran astronaut panitia"
)
ROLES = OFFICES | PEOPLE
# Also names: roles only where they are written in lower case.
ALSO_NAMES = word_set(
    "imam putra putri bintang raja ratu gadis juara model teman santri bos kader kiper son fan"
    " daughter husband wife mother father legenda kapten duta mayor ganda tunggal nana dewan"
    " paus sopir chef host pivot rapper mendes sumber profesor professor"
)
# Also names between two others: Lukman Hakim Saifuddin.
ALSO_MIDDLE_NAMES = word_set("hakim")
# The name after them is theirs, not that of who has them: “pemilik akun Maju Jaya”.
NAMED_THINGS = word_set("akun kanal situs perusahaan firma agensi label penerbit")
# They may follow the name of who holds the office: “Budi Santoso Kepala Komunikasi”.
AFTER_NAMES = word_set(
    "kepala ketua direktur manajer wakil sekretaris staf anggota koordinator juru dosen peneliti"
    " pengamat pakar kuasa komisaris pengurus deputi"
)
# They fit anybody: with “itu” or “ini” they mean the last speaker, whatever their office.
GENERIC = word_set(
    "pria wanita perempuan lelaki laki-laki ayah ibu bapak mantan eks bekas politikus politisi"
    " tokoh pemuda"
)
# The name after them is another person's: in “kata istri Budi” it is not Budi who speaks.
RELATIVES = word_set(
    "istri suami keponakan mertua besan tunangan anak kakak adik ayah ibu bapak ayahanda ibunda"
    " paman tante sepupu kerabat keluarga tetangga kuasa pengacara kekasih pacar sahabat teman"
    " rekan asisten penggemar fans manajer putra putri menantu sopir tim lawyer attorney wife"
    " husband mother father son daughter fan friend"
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

# Of these also the capitalised word, which is no form of address: not “Ibu Sari”.
ONLY_RELATIVES = word_set(
    "keluarga kerabat istri suami anak tetangga sahabat kekasih pacar menantu sepupu ibunda"
    " ayahanda kuasa keponakan mertua besan tunangan"
)
# Behind a word for a relative they make it one in any case: “Kakak ipar Budi”.
KINSHIP = word_set("ipar kandung tiri angkat sepupu mertua korban")

# ── Institutions and the words of their names ──────────────────────────────────────────────────
# Kemkominfo, Kemendikbud …, but no name like Kemal.
MINISTRY = re.compile(r"kemen[a-z]+|kem(?:kominfo|kes|lu|han|naker|kumham|dikbud|dag|perin|sos)")
# Institutions named without a word of KINDS.
ORGANISATIONS = word_set(
    "facebook google twitter whatsapp instagram youtube netflix apple microsoft tiktok gojek grab"
    " tokopedia bukalapak traveloka telkomsel telkom indosat garuda pertamina nasdem gerindra"
    " golkar demokrat hanura perindo samsung huawei xiaomi reuters antara afp bbc cnn kompas tempo"
    " tribunnews okezone sindonews detikcom detik kpai kominfo kpu bawaslu lapan lipi basarnas"
    " bmkg bulog projo safenet migrantcare imparsial houthi huthi taliban hamas hizbullah fatah"
    " kontras walhi elsam perludem formappi lokataru greenpeace jatam apindo kadin hipmi organda"
    " aprindo gaikindo gapki ikappi komnas"
)
# Those of the entity table that have one word, and are no words or people's names.
_TABLE = load_shipped_table()
ORGANISATIONS |= frozenset(
    name.lower()
    for entity in _TABLE.entities
    for name in entity.names
    if name.isalpha() and not name.isupper() and name not in _TABLE.as_written
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
    "rt rw mk ma bi ui air airlines airways umum pusat daerah wilayah provinsi kota kabupaten"
    " kecamatan kelurahan desa kampung dusun dki di indonesia nasional negara republik ri as"
    " negeri luar dalam pertahanan keamanan hukum hak asasi manusia ham komunikasi informatika"
    " informasi publik penerangan masyarakat hubungan keuangan anggaran pajak perpajakan bea cukai"
    " perdagangan perindustrian industri pertanian kelautan perikanan kehutanan lingkungan hidup"
    " energi sumber daya mineral pekerjaan rakyat perumahan perhubungan kesehatan pendidikan"
    " kebudayaan riset teknologi tinggi agama sosial tenaga kerja ketenagakerjaan pemuda olahraga"
    " olah raga pariwisata ekonomi kreatif koperasi usaha kecil menengah pemberdayaan perempuan"
    " perlindungan anak pembangunan tertinggal transmigrasi agraria ruang pertanahan sekretariat"
    " kabinet kepresidenan investasi kemaritiman bidang polhukam politik perekonomian penegakan"
    " aparatur reformasi birokrasi aplikasi penyelenggaraan pos layanan operasi operasional"
    " pengawasan penindakan pencegahan pemberantasan korupsi kriminal reserse narkoba lalu lintas"
    " humas penmas divisi biro bagian seksi sub unit tim satuan pelaksana tugas harian cabang dpp"
    " dpd dpw dpc pb pp perwakilan pengurus besar komisaris eksekutif komersial teknik produksi"
    " pemasaran sales marketing affairs corporate communication communications relations public"
    " group holding tbk persero indonesian officer executive operating financial technology"
    " product operations country regional vice managing senior general manager director digital"
    " media staf khusus ahli tetap bersama gabungan american british japanese chinese australian"
    " foreign defense defence finance health legal security political affairs informatics"
    " coordinating economic social intelijen penuntut education trade transportation information"
    " city state bangsa kebangsaan keadilan sejahtera demokrasi perjuangan tindak pidana perkara"
    " tni polri pimpinan pelayanan bisnis strategis strategi pengembangan"
    " perencanaan kebijakan kepatuhan manajemen risiko organisasi keanggotaan pemenangan pemilu"
    " hoaks the of meteorologi klimatologi geofisika vulkanologi mitigasi bencana penanggulangan"
    " tangga jenderal bicara muda perbankan syariah otoritas jasa transportasi darat udara kereta"
    " api jalan gedung stadion pulau gunung piala masjid hotel electronics motors energy"
    " industries international technologies systems solutions services holdings capital partners"
    " securities sekuritas foods studios entertainment pictures records pharmaceutical insurance"
    " asuransi property resources mining petroleum oil steel telecom shop store software aerospace"
    " automotive hospitality mal bersatu club fc united watch center centre research consulting"
    " korporat islam kristen katolik hindu buddha"
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
    # Branches of the forces; “Al” is a part of names.
    **dict.fromkeys(("ad", "al", "au"), word_set("tni kepala staf ksad markas mabes")),
    "lalu": word_set("kasat kanit unit kepala satuan bidang seksi urusan polisi direktorat bagian"),
    "jaya": word_set("metro irian"),
    "laksamana": word_set("tni ksal kepala"),
    "kota": word_set("wali pemerintah dinas dprd kantor polres polda dalam") | INSTITUTIONS,
}
# The name of a place or firm follows them: PT Maju, dari Medan, Kampung Baru.
BEFORE_OFFICIAL = word_set(
    "pt cv dari asal kampung desa kelurahan kecamatan kabupaten kota dusun universitas provinsi"
    " kampus bank partai fraksi grup band film lagu sinetron klub of at from for bandara rutan"
    " lapas polsek polres polresta polrestabes kodim korem kodam koramil rsud rsup pelabuhan"
    " terminal stadion lanud lanal cabang syahbandar kejari kejati wilayah daop"
)
# Between somebody's role and their name.
INTRODUCING = word_set("bernama berinisial named called")
# Offices over a place, whose name follows before that of the holder: Bupati Karanganyar
# Juliyatmono.
TERRITORIAL = word_set(
    "bupati walikota kota camat lurah kades kapolres kapolsek kapolresta kajari dandim wabup desa"
)
