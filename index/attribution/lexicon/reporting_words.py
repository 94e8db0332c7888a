"""The words around a speaker: reporting verbs, and what opens or ends their clauses.

Tables in lower case. They are code and no data file, because every word was chosen with the rule
that reads it.
"""

import re

from index.text.article_dates import MONTH_NAMES, WEEKDAY_NAMES


def word_set(words: str) -> frozenset[str]:
    """The words of a text, which are separated by spaces."""
    return frozenset(words.split())


# ── Verbs ──────────────────────────────────────────────────────────────────────────────────────
# Bare stems that stand between a quotation and its speaker: “…,” ujar Budi. With -nya they
# belong to the last speaker: “…,” ujarnya.
AFTER_QUOTE = word_set(
    "kata ujar tutur jelas ungkap tegas imbuh tambah papar terang sebut ucap lanjut cetus tukas"
    " pungkas tandas beber seru kelakar kisah kenang timpal tanya jawab sambung sahut urai aku"
    " harap pinta keluh canda celetuk puji bantah tulis cuit kicau simpul ulas imbau pesan klaim"
    " komentar twit bilang cerita tuding kilah ajak sesal nilai ingat ketus bisik protes curhat"
    " duga kritik jabar tutup balas goda cibir saran dalih elak sanggah sindir lapor gumam teriak"
)
# Those that also follow a mere comma: “Jalan itu, kata Budi, ditutup”.
AFTER_COMMA = word_set(
    "kata ujar tutur jelas ungkap tegas imbuh tambah papar terang ucap lanjut sebut beber"
    " tandas sambung"
)
# Verbs that always report the words of their subject.
SAYING = word_set(
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
# Verbs that report words only if bahwa, that, a comma or a quotation follows.
SAYING_IF_MARKED = word_set(
    "menyampaikan mengucapkan mengumumkan melaporkan menulis menuliskan menjawab melanjutkan"
    " menambah bertanya mengungkap membalas mengkritik menanggapi menimpali mengatakan-nya"
    " merinci memberitahukan mengabarkan menginformasikan mengeluh berseru menyerukan berteriak"
    " mengenang berkomentar added announced noted wrote tweeted confirmed concluded declared"
    " predicted recalled replied responded revealed suggested asked commented continued vowed"
    " reported pointed hoped explains adds notes writes argues warns claims insists"
)
# Verbs that report words only if a clause follows, with a verb or an auxiliary of its own:
# “menambahkan fitur baru” is an act.
SAYING_IF_CLAUSE = word_set("menambahkan")
# They make the words after a verb a clause.
AUXILIARIES = word_set(
    "akan sudah telah tidak tak belum bukan bisa dapat harus perlu adalah ialah merupakan ada"
    " adanya masih sedang tengah ingin mau bakal selalu menjadi termasuk enggan"
)
# A verb after one of them only describes a thing: “fitur yang memudahkan warga”.
DESCRIBING = word_set(
    "yang untuk tanpa agar guna supaya demi dengan sambil seraya berupa berisi bergambar berlambang"
    " berwarna bertuliskan berbentuk berukuran"
)
# Verbs that report no words, but name who speaks in the sentences around: Budi memuji acara itu.
REACTING = word_set(
    "memuji mengapresiasi menyoroti menyambut mengecam menyindir mempertanyakan mengomentari"
    " membahas angkat praised criticised criticized welcomed"
)
# After a verb they introduce what is said.
SPEECH_MARKS = word_set("bahwa that , : jika kalau bahwasanya")
# English verbs that may also stand between a quotation and its speaker: “…,” said Budi.
SAID = word_set(
    "said says added stated explained warned argued claimed insisted noted wrote tweeted"
    " asserted acknowledged admitted continued concluded recalled replied responded stressed"
    " remarked asked commented told emphasized emphasised announced confirmed reiterated"
)
# After “meminta” they are the object of an act, and no words are reported.
ASKED_FOR = word_set("bantuan uang izin tolong waktu imbalan sumbangan jatah foto tebusan")
# Passive verbs: they name the speaker of the sentences around theirs, which reports nothing.
PASSIVE = re.compile(
    r"di(?:kata|ungkap|sampai|ucap|tutur|papar|jelas|tegas|terang|utara|kemuka|ujar|nyata|beber)kan"
)
# Before “yang dikatakan Budi”, where his words are the topic: “seperti yang dikatakan Budi”.
AS_SAID = word_set("seperti sebagaimana hal itu inilah itulah demikian")
# The speaker relays somebody else's words: kata Budi menirukan Sari.
RELAYED = word_set("menirukan mengutip membacakan menukil meniru mencontohkan quoting citing")
ACCORDING = word_set("menurut menurutnya according")
# Their speaker stands between them and a comma, after which the statement begins or continues.
BEFORE_STATEMENT = ACCORDING | AFTER_COMMA

# ── Between the subject and its verb ───────────────────────────────────────────────────────────
# They may stand right before the verb and leave it a report.
ADVERBS = word_set(
    "pun juga kemudian lalu lantas kembali sempat turut telah sudah hanya justru bahkan sendiri"
    " langsung ikut sebelumnya memang jelas tegas dengan secara terus selalu lebih lanjut malah"
    " tetap kerap sering akhirnya masih cuma pernah lagi hari kini terang-terangan also then"
    " later again has have had previously further repeatedly recently earlier yesterday today"
    " once simply"
)
# Right before the verb they say that no statement was made, or not by its subject.
NO_STATEMENT = word_set(
    "yang untuk tidak tak akan bisa dapat ingin mau harus perlu agar enggan belum bukan dan"
    " atau sambil seraya sembari mulai menolak diminta jangan tanpa guna demi dengan secara oleh"
    " would will could should might may not never to and or who which that without be been is"
    " was were are being by"
)
# They may open a sentence before its subject, without a comma.
CONNECTORS = word_set(
    "namun sementara itu tetapi tapi sedangkan adapun bahkan selain selanjutnya kemudian lalu"
    " dan sebelumnya begitu demikian karena karenanya oleh sebab untuk senada pula jadi ditambah"
    " lebih lanjut juga hal terpisah sebaliknya akhirnya nah di sisi lain kendati meski walau"
    " padahal saat bagaimanapun apalagi however but meanwhile also and yet still though"
)
# Before a name they open a sentence, as do words in -nya: “Maka Budi mengatakan”. A noun there is
# what the name belongs to: “Usulan Budi menyebut”.
ADVERBS_IN_FRONT = word_set(
    "maka andai andaikan seandainya alhasil terakhir sehingga lantas begitupun entah mungkin"
    " ternyata semula sekaligus serta tentu pasti barangkali agaknya walhasil kontan sontak"
    " praktis sayang untung beruntung spontan sambil kini dulu"
)
# A sentence that begins with one of these has its subject after a comma.
FRONT = word_set(
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

# Words that look like verbs but are not.
_NO_VERBS = (
    "menengah|menteri|bernama|berinisial|berusia|berita|digital|direksi|dinas|direktur|mental"
    "|bersama"
)
VERB = re.compile(rf"(?!(?:{_NO_VERBS})\b)(?:me[mnlrwy]|ber|di|ter)[a-z]{{3,}}")

# ── What ends the phrase for a speaker ─────────────────────────────────────────────────────────
# They begin the occasion, source or manner of a statement.
OCCASION = word_set(
    "di pada dalam saat ketika kepada usai seusai setelah sebelum melalui lewat seperti"
    " sebagaimana dikutip dilansir dihubungi ditemui sambil seraya sembari terkait soal tentang"
    " mengenai untuk dengan yang kala waktu selepas menanggapi menjawab merespons sesaat ke"
    " hingga sejak pagi siang sore malam kemarin lagi ditanya menambahkan menegaskan menjelaskan"
    " mengakhiri menutup menyinggung membeberkan memaparkan menyikapi optimistis berkelakar via"
    " melansir mengenang mewakili bersama antusias singkat tegas lebih ini on in at to during"
    " after before when while as yesterday today by through from"
)
DAYS_AND_MONTHS = MONTH_NAMES | WEEKDAY_NAMES | word_set("jum'at jum’at ahad wib wita wit")
PRONOUNS = word_set("dia ia beliau dirinya pihaknya he she")
PLURAL_PRONOUNS = word_set(
    "mereka keduanya ketiganya they kami kita saya aku kamu anda i we you it"
)
DETERMINERS = word_set("seorang sang si salah satu para sejumlah beberapa the a an some pihak")
DEMONSTRATIVES = word_set("itu ini tersebut")
AND = word_set("dan serta and")
# Small words inside a personal name, and inside an office.
IN_NAMES = word_set("bin binti de da van von der al el")
IN_OFFICES = word_set("dan of and the dari asal bidang for at untuk & antar wilayah tingkat cabang")
BELONGS_TO = word_set("dari of at for")
# Between two offices of one person.
AND_ALSO = word_set("sekaligus atau merangkap")
# Behind a role they tell it from others of the kind: “anggota DPR lainnya, Budi”.
OTHERS = word_set("lain lainnya other")
# With “yang” or “who” before them, an office follows: “Budi yang menjabat Ketua RT”.
HOLDS = word_set("juga kini merupakan menjabat sebagai adalah is also now the")
# They begin a description of somebody known: “kiper yang membela klub itu sejak 2005 ini”.
DESCRIBES_PERSON = word_set("yang kelahiran asal berusia berdarah berumur kelas")
# With “sebagai” after them, an office follows: “Budi dilantik sebagai ketua”.
APPOINTED = word_set("dilantik diangkat ditunjuk terpilih menjabat appointed")
# With “itu” after them: somebody held the office at that time.
THEN = word_set("ketika saat kala waktu")
IN_THE_CAPACITY = word_set("selaku sebagai as")

# Things that speak only figuratively, and words that open a sentence and are no names.
NO_SPEAKER = word_set(
    "sistem aplikasi program proyek kebijakan indeks jurnal artikel laporan data survei survey"
    " studi penelitian riset berita undang-undang pasal aturan jadwal hasil informasi kabar"
    " rencana catatan putusan dakwaan surat dokumen pengamatan pantauan keterangan unggahan"
    " video foto akun situs laman buku teori rumor sumber hukum pengakuan konstitusi perkiraan"
    " prediksi peraturan kitab sejarah legenda mitos banyak sebagian semua setiap seluruh kata"
    " tapi namun kalau jika apa siapa bagaimana mengapa kenapa kapan ini itu report study law"
    " rules research document documents reports records there tak tidak bukan belum ada adalah"
    " hal hanya pernyataan cuitan ucapan"
)
# Only where they are written in capitals: UU is a law, Uu a name.
LAWS = word_set("uu ruu uud kuhp rkuhp kuhap perppu pp perda")
# Nouns made from verbs, like Pertemuan and Kebijakan: at a sentence's beginning no names.
NOMINAL = re.compile(r"(?:pe|ke)[a-z]{4,}an|[a-z]{4,}nya")
# They end a sentence's opening whose comma was left out; its subject follows.
CLOSES_FRONT = word_set("ini itu tersebut berbeda sama lalu lain terpisah")
# Capitalised words at a sentence's beginning that begin no name.
OPENERS = (
    CONNECTORS | FRONT | NO_SPEAKER | OCCASION | ADVERBS | ACCORDING | SAYING | PLURAL_PRONOUNS
) | {"ujar"}
# What somebody in a role feels or does; they belong to no role: “penggemar yakin Budi …”.
_PREDICATES = word_set(
    "misalnya lantaran penasaran yakin percaya senang kecewa takut kaget lupa ingat tahu suka"
    " ikut ingin sadar marah kesal bangga heran curiga optimis pesimis prihatin kelahiran berusia"
    " berumur"
)
# They never are among the lower-case words of a role.
NOT_IN_A_ROLE = (OCCASION | ADVERBS | NO_STATEMENT | SAYING | SPEECH_MARKS | _PREDICATES) | {
    "adalah",
    "ada",
    "karena",
}
