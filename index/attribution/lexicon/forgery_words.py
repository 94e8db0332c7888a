"""The words by which articles mark what somebody is said to have said as forged.

Tables in lower case, Indonesian and English. They are those of the fact-checking desks: MAFINDO's
labels (“[HOAKS]”, “[SALAH]”, “konten palsu”, “konten tiruan”, “konten yang dimanipulasi”, “satire
atau parodi”, after C. Wardle, “Fake news. It's complicated”, First Draft 2017), and those of
English ones.
"""

import re

from index.attribution.lexicon.reporting_words import word_set

# What carries words that somebody never said.
MEDIA = word_set(
    "pesan narasi tangkapan layar unggahan postingan video foto gambar poster infografis surat"
    " klip rekaman audio suara potongan cuplikan meme artikel tautan akun broadcast siaran"
    " screenshot cuitan kutipan pernyataan ucapan klaim informasi kabar berita isu caption takarir"
    " flyer selebaran maklumat pengumuman edaran judul konten teks percakapan status twit tweet"
    " thread utas brosur message messages post posts quote statement screenshots image images"
    " videos clip account letter narrative claim article audios recording voice photo photos"
    " picture caption memo"
)
# Of these it is doubtful by itself whose words they are: nobody stands up for them.
DOUBTFUL = word_set("narasi tangkapan berantai broadcast screenshot screenshots meme")
# They say that it is forged, wherever they stand.
FORGED = word_set(
    "hoaks hoax hoaxs hoaxes hoak disinformasi misinformasi malinformasi editan suntingan diedit"
    " disunting dimanipulasi dipalsukan direkayasa deepfake deepfakes parodi satire satir"
    " dipelintir tiruan dicomot doctored fabricated falsified forged manipulated photoshopped bogus"
    " misattributed impersonating impersonated impersonator falsely fake faked"
)
# They say so only of a medium: not “uang palsu”, “rekayasa lalu lintas”, “itu salah”.
FORGED_IF_MEDIUM = word_set(
    "palsu rekayasa fiktif bohong fitnah menyesatkan keliru salah karangan sesat manipulasi"
    " dibuat-buat sintetis ai false untrue invented"
)
# Elsewhere they mean “one of” or a mistake: only behind a copula.
WRONG = word_set("salah keliru")
# They may stand between a medium and the word for its forgery.
COPULAS = word_set(
    "itu ini tersebut ternyata adalah ialah merupakan dipastikan jelas memang sepenuhnya hasil"
    " dinyatakan terbukti diduga hanya cuma sebagai yang is are was were be as"
)
# They use a name: in a medium, who is named with them did not speak.
USING_A_NAME = word_set(
    "mencatut dicatut pencatutan mengatasnamakan impersonating impersonated impersonator dipalsukan"
)
# What has gone round: who is named after it is said to speak in it.
SPREADING = word_set(
    "beredar viral tersebar menyebar membagikan dibagikan berantai bertebaran berseliweran diunggah"
    " mengunggah disebarkan menyebarkan berisi memuat berbunyi menampilkan memperlihatkan"
    " menarasikan mengklaim dinarasikan diklaim bernarasi bertuliskan menyebut circulating"
    " circulated spreading shared showing shows claiming claims purporting viral"
)
# A name after one of these is what a forgery is about, or who tells of it.
TOPICS = word_set(
    "soal tentang terkait mengenai terhadap kepada oleh kata ujar tutur jelas ungkap menurut about"
    " regarding by said says"
)
# Passive verbs of a sentence that says in which words somebody is quoted.
QUOTING = re.compile(
    r"di(?:sebut|klaim|kaitkan|narasikan|tulis|ucap|kutip|beri|edit|sunting)[a-z]*"
)
PASSIVE = re.compile(r"di[a-z]{4,}")
# Before a medium they say that the words stand in it.
IN_A_MEDIUM = word_set("dalam pada di lewat melalui via menurut demikian bunyi isi in on through")
# Between them and the medium.
BEFORE_MEDIUM = word_set(
    "sebuah suatu isi salah satu seruan potongan sepotong kutipan akun bunyi the a an this that one"
    " of fake false doctored fabricated manipulated forged bogus edited viral circulating"
)
MENTIONED = word_set("itu tersebut ini beredar viral berantai the that this same")
# Before these verbs they say that nobody did: “seolah-olah mengatakan”.
SEEMING = word_set(
    "seolah seolah-olah seakan seakan-akan seolah2 purportedly allegedly supposedly falsely"
    " dinarasikan digambarkan dikesankan diklaim dicatut"
)
SEEMING_VERBS = word_set(
    "mengatakan berkata menyatakan menyampaikan menyebut mengucapkan berbicara bicara bilang said"
    " says saying stating"
)
# Whose sentence has one of these says that it is not so.
REJECTING = re.compile(
    r"\b(?:hoa(?:ks?|x)\w*|palsu|bohong|fitnah|rekayasa|direkayasa|editan|suntingan|disunting|diedit"
    r"|dicatut|mencatut|pencatutan|mengatasnamakan|keliru|(?:mem)?bantah\w*|dibantah|menepis|ditepis"
    r"|menyangkal|menampik|klarifikasi\w*|mengklarifikasi|disinformasi|misinformasi|menyesatkan"
    r"|jangan percaya|tidak benar|tidak betul|tidak pernah|tak pernah|(?:nggak|enggak|gak) pernah"
    r"|bukan (?:pernyataan|ucapan|suara|akun|tulisan|kutipan|dari|saya|beliau)|tidak resmi"
    r"|denie[sd]|deny|never|fake|false|untrue|not true|hoax|fabricated|doctored)\b",
    re.IGNORECASE,
)
# They begin the title of a fact check, the second one only where its text says that it is forged.
LABEL = re.compile(
    r"\W*(?:(?:pre-?bunking|debunk\w*)\b|cek fakta|fact[ -]?check\w*"
    r"|(?:hoaks?|hoax)\b(?=\W*[\]),:!?/|-])"
    r"|\[?\s*(?:salah|hoaks?|hoax|disinformasi|misinformasi|keliru|fakta|false|fake|misleading"
    r"|sebagian benar|menyesatkan)\s*[\]:]|fakta atau hoaks|hoaks atau fakta"
    r"|periksa fakta|turnbackhoax)",
    re.IGNORECASE,
)
DOUBTING_LABEL = re.compile(r"\W*benarkah\b", re.IGNORECASE)
# In a title they follow whoever speaks up: “Anies Bantah …”, “Kominfo: …”.
TITLE_SPEAKS = re.compile(
    r":|(?:mem)?bantah|sebut|pastikan|tegaskan|tepis|klarifikasi|minta|imbau|ingatkan|laporkan|lapor"
    r"|ungkap|jelaskan|tangkap|selidiki|buru|periksa|denies|denied|warns|says|rejects"
)
