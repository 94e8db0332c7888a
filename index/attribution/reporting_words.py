"""The words around a speaker: reporting verbs, and what ends or opens their clause.

All in lower case. Tables and no rules; they are here and not in a data file because every word
of them is part of a rule.
"""

import re


def table(words: str) -> frozenset[str]:
    """The words of a line of text."""
    return frozenset(words.split())


# ── Verbs ──────────────────────────────────────────────────────────────────────────────────────
# Bare stems that stand between a quotation and its speaker: “…,” ujar Budi. With -nya they are
# the last speaker's: “…,” ujarnya.
AFTER_QUOTE = table(
    "kata ujar tutur jelas ungkap tegas imbuh tambah papar terang sebut ucap lanjut cetus tukas"
    " pungkas tandas beber seru kelakar kisah kenang timpal tanya jawab sambung sahut urai aku"
    " harap pinta keluh canda celetuk puji bantah tulis cuit kicau simpul ulas imbau pesan klaim"
    " komentar bilang cerita tuding kilah ajak sesal nilai ingat ketus bisik protes curhat duga"
    " kritik jabar tutup balas goda cibir saran dalih elak sanggah sindir lapor gumam teriak"
)
# Those of them that also follow a mere comma: Jalan itu, kata Budi, ditutup.
AFTER_COMMA = table(
    "kata ujar tutur jelas ungkap tegas imbuh tambah papar terang ucap lanjut sebut beber"
    " tandas sambung"
)
# Verbs whose subject is the speaker, whatever follows them.
SAYING = table(
    "mengatakan menyebut menyebutkan menyatakan menjelaskan menegaskan menambahkan menuturkan"
    " mengungkapkan memaparkan menerangkan meminta menilai berharap mengaku mengakui mengimbau"
    " menghimbau berpendapat membantah memastikan mengklaim mengingatkan menyarankan membeberkan"
    " menceritakan bercerita berujar berkata berpesan menekankan menandaskan menduga"
    " memperkirakan memprediksi meyakini menganggap menyayangkan menyesalkan menuding"
    " membenarkan mengusulkan mengeluhkan mencontohkan menguraikan menyimpulkan beralasan"
    " berdalih bilang mengemukakan mengutarakan mendesak mengajak menyangkal mengeklaim"
    " mengatakannya menepis mengharapkan berjanji memandang mencurigai menampik menyinggung"
    " berkilah mengisahkan bertutur menghendaki optimistis said says tells told stated explained"
    " warned argued claimed denied insisted urged asserted acknowledged admitted contended"
    " emphasized emphasised stressed reiterated remarked maintained believes"
)
# Verbs that are speech only with its mark after them: bahwa, that, a comma, a quotation.
SAYING_IF_MARKED = table(
    "menyampaikan mengucapkan mengumumkan melaporkan menulis menuliskan menjawab melanjutkan"
    " menambah bertanya mengungkap membalas mengkritik menanggapi menimpali mengatakan-nya"
    " merinci memberitahukan mengabarkan menginformasikan mengeluh berseru menyerukan berteriak"
    " mengenang berkomentar added announced noted wrote tweeted confirmed concluded declared"
    " predicted recalled replied responded revealed suggested asked commented continued vowed"
    " reported pointed hoped explains adds notes writes argues warns claims insists"
)
# Verbs of saying whose object may be a thing as well: “menambahkan fitur baru” is an act. What is
# said has a verb or an auxiliary of its own.
SAYING_IF_CLAUSE = table("menambahkan")
AUXILIARIES = table(
    "akan sudah telah tidak tak belum bukan bisa dapat harus perlu adalah ialah merupakan ada"
    " adanya masih sedang tengah ingin mau bakal selalu menjadi termasuk enggan"
)
# They, and what follows them, only describe a thing: “fitur yang memudahkan warga”.
DESCRIBING = table(
    "yang untuk tanpa agar guna supaya demi dengan sambil seraya berupa berisi bergambar berlambang"
    " berwarna bertuliskan berbentuk berukuran"
)
# With these somebody comes to speak without saying anything yet: Budi memuji acara itu.
REACTING = table(
    "memuji mengapresiasi menyoroti menyambut mengecam menyindir mempertanyakan mengomentari"
    " membahas angkat praised criticised criticized welcomed"
)
SPEECH_MARKS = table("bahwa that , : jika kalau bahwasanya")
SAID = table(
    "said says added stated explained warned argued claimed insisted noted wrote tweeted"
    " asserted acknowledged admitted continued concluded recalled replied responded stressed"
    " remarked asked commented told emphasized emphasised announced confirmed reiterated"
)
# After “meminta”: an act, not words.
ASKED_FOR = table("bantuan uang izin tolong waktu imbalan sumbangan jatah foto tebusan")
# The passive names a speaker for the sentences around it, and says nothing itself.
PASSIVE = re.compile(
    r"di(?:kata|ungkap|sampai|ucap|tutur|papar|jelas|tegas|terang|utara|kemuka|ujar|nyata|beber)kan"
)
# Before “yang dikatakan Budi” when the sentence is about his words: “seperti yang dikatakan Budi”.
AS_SAID = table("seperti sebagaimana hal itu inilah itulah demikian")
# The words are not the speaker's own: kata Budi menirukan Sari.
RELAYED = table("menirukan mengutip membacakan menukil meniru mencontohkan quoting citing")
ACCORDING = table("menurut menurutnya according")
# Their speaker stands between them and a comma; then the statement begins or goes on.
BEFORE_STATEMENT = ACCORDING | AFTER_COMMA

# ── Between the subject and its verb ───────────────────────────────────────────────────────────
ADVERBS = table(
    "pun juga kemudian lalu lantas kembali sempat turut telah sudah hanya justru bahkan sendiri"
    " langsung ikut sebelumnya memang jelas tegas dengan secara terus selalu lebih lanjut malah"
    " tetap kerap sering akhirnya masih cuma pernah lagi hari kini terang-terangan also then"
    " later again has have had previously further repeatedly recently earlier yesterday today"
    " once simply"
)
# Right before the verb they make it something else than a statement that was made.
NO_STATEMENT = table(
    "yang untuk tidak tak akan bisa dapat ingin mau harus perlu agar enggan belum bukan dan"
    " atau sambil seraya sembari mulai menolak diminta jangan tanpa guna demi dengan secara oleh"
    " would will could should might may not never to and or who which that without be been is"
    " was were are being by"
)
CONNECTORS = table(
    "namun sementara itu tetapi tapi sedangkan adapun bahkan selain selanjutnya kemudian lalu"
    " dan sebelumnya begitu demikian karena karenanya oleh sebab untuk senada pula jadi ditambah"
    " lebih lanjut juga hal terpisah sebaliknya akhirnya nah di sisi lain kendati meski walau"
    " padahal saat bagaimanapun apalagi however but meanwhile also and yet still though"
)
# A sentence that begins with one of these has its subject after a comma.
FRONT = table(
    "di pada dalam dari saat ketika usai seusai setelah sebelum menanggapi terkait mengenai"
    " soal atas dengan melalui lewat untuk sebagai selain meski meskipun walau walaupun kendati"
    " karena sebab menyikapi merespons merespon menjawab berdasarkan sejak selama hingga sampai"
    " kepada terhadap tentang tak selasa senin rabu kamis jumat sabtu minggu sebelumnya kemarin"
    " belakangan bersama berbeda ditemui dihubungi ditanya dikonfirmasi lebih hal senada hari"
    " kemudian selanjutnya bahkan adapun jika bila apabila namun tetapi tapi sementara"
    " sehubungan seiring sama lantas begitu disinggung berkaitan mewakili menurutnya melihat"
    " mendengar mengutip dikutip dilansir in on at after before when while during as despite"
    " although for from since with speaking asked responding earlier meanwhile however last"
    " according but"
)

# Looks like a verb, but describes a person.
_NO_VERBS = (
    "menengah|menteri|bernama|berinisial|berusia|berita|digital|direksi|dinas|direktur|mental"
    "|bersama"
)
VERB = re.compile(rf"(?!(?:{_NO_VERBS})\b)(?:me[mnlrwy]|ber|di|ter)[a-z]{{3,}}")

# ── What ends the phrase for a speaker ─────────────────────────────────────────────────────────
OCCASION = table(
    "di pada dalam saat ketika kepada usai seusai setelah sebelum melalui lewat seperti"
    " sebagaimana dikutip dilansir dihubungi ditemui sambil seraya sembari terkait soal tentang"
    " mengenai untuk dengan yang kala waktu selepas menanggapi menjawab merespons sesaat ke"
    " hingga sejak pagi siang sore malam kemarin lagi ditanya menambahkan menegaskan menjelaskan"
    " mengakhiri menutup menyinggung membeberkan memaparkan menyikapi optimistis berkelakar via"
    " melansir mengenang mewakili bersama antusias singkat tegas lebih ini on in at to during"
    " after before when while as yesterday today by through from"
)
DAYS_AND_MONTHS = table(
    "senin selasa rabu kamis jumat jum'at jum’at sabtu minggu ahad januari februari maret april"
    " mei juni juli agustus september oktober november desember wib wita wit monday tuesday"
    " wednesday thursday friday saturday sunday january february march may june july august"
    " october december"
)
PRONOUNS = table("dia ia beliau dirinya pihaknya he she")
PLURAL_PRONOUNS = table("mereka keduanya ketiganya they kami kita saya aku kamu anda i we you it")
DETERMINERS = table("seorang sang si salah satu para sejumlah beberapa the a an some pihak")
DEMONSTRATIVES = table("itu ini tersebut")
AND = table("dan serta and")
# Small words inside a personal name, and inside an office.
IN_NAMES = table("bin binti de da van von der al el")
IN_OFFICES = table("dan of and the dari asal bidang for at untuk & antar")
BELONGS_TO = table("dari of at for")
# One person with two offices.
AND_ALSO = table("sekaligus atau merangkap")
HOLDS = table("juga kini merupakan menjabat sebagai adalah is also now the")
# With “sebagai”: Budi dilantik sebagai ketua.
APPOINTED = table("dilantik diangkat ditunjuk terpilih menjabat appointed")
# With “itu”: he held the office at the time.
THEN = table("ketika saat kala waktu")
IN_THE_CAPACITY = table("selaku sebagai as")

# Things that speak only as a figure of speech, and sentence openers that are no names.
NO_SPEAKER = table(
    "sistem aplikasi program proyek kebijakan indeks jurnal artikel laporan data survei survey"
    " studi penelitian riset berita undang-undang pasal aturan jadwal hasil informasi kabar"
    " rencana catatan putusan dakwaan surat dokumen pengamatan pantauan keterangan unggahan"
    " video foto akun situs laman buku teori rumor sumber hukum pengakuan konstitusi perkiraan"
    " prediksi peraturan kitab sejarah legenda mitos banyak sebagian semua setiap seluruh kata"
    " tapi namun kalau jika apa siapa bagaimana mengapa kenapa kapan ini itu report study law"
    " rules research document documents reports records there tak tidak bukan belum ada adalah"
    " hal hanya pernyataan cuitan ucapan"
)
# Written in capitals: UU is the law, Uu a name.
LAWS = table("uu ruu uud kuhp rkuhp kuhap perppu pp perda")
# Made from verbs, like Pertemuan and Kebijakan: at a sentence's beginning no name.
NOMINAL = re.compile(r"(?:pe|ke)[a-z]{4,}an|[a-z]{4,}nya")
# Between a sentence's opening and its subject where the comma was left out.
CLOSES_FRONT = table("ini itu tersebut berbeda sama lalu lain terpisah")
# A capital word that begins a sentence and no name.
OPENERS = (
    CONNECTORS | FRONT | NO_SPEAKER | OCCASION | ADVERBS | ACCORDING | SAYING | PLURAL_PRONOUNS
) | {"ujar"}
# Not among the lower-case words of a role.
NOT_IN_A_ROLE = (
    OCCASION | ADVERBS | NO_STATEMENT | SAYING | SPEECH_MARKS | {"adalah", "ada", "karena"}
)
