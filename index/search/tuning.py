"""The numbers that ranking was tuned by, each with the measurement it comes from."""

from dataclasses import dataclass, replace

from index.entities.speaker_match import MOST, PART


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """The tuned numbers of a `Searcher`; a script or a test replaces some to measure their worth.

    Weights of one score are relative to each other. Sets: FacQA, IDK-MRC and NTREX are Indonesian,
    SQuAD-en is English; MRR is MRR@10.
    """

    # -- candidates ---------------------------------------------------------------------------
    # Passages by vector and by BM25; beyond the first hundred neither adds an answer (FacQA,
    # IDK-MRC).
    dense_candidates: int = 100
    lexical_candidates: int = 100
    # Speakers of the archive that are compared with the one asked for, the most alike first. The
    # most frequently asked institutions have some 200 in 17,891 articles.
    compared_speakers: int = 200
    # Passages with statements by the speaker asked for that become candidates, the nearest first.
    spoken_candidates: int = 50
    # The best candidates, whose sentences are scored.
    scored_candidates: int = 50

    # -- the words of a query -----------------------------------------------------------------
    # Parts that can be switched off to measure them: names in data/entities.toml, synonyms and
    # English words in data/glossary.txt, misspelt words.
    expands_names: bool = True
    expands_synonyms: bool = True
    translates: bool = True
    corrects_spelling: bool = True

    # -- the score of a passage ---------------------------------------------------------------
    # The weight of meaning against BM25. More favours IDK-MRC, less FacQA; .65 to .7 is best for
    # both.
    dense_weight: float = 0.7
    # The range of scaled cosines that counts: all of it, from well under the mean of unrelated
    # texts.
    lowest_similarity: float = -0.5
    highest_similarity: float = 1.65
    # The most BM25 that a term adds per idf: k1 + 1 = 2.2 with tantivy's fixed k1 = 1.2, and half
    # as much again because a term's word and its stem are both in the index. 2.2 and 4.4 measured
    # lower.
    bm25_per_idf: float = 3.3
    # How much of the meaning is the best sentence's; table in `scoring`.
    sentence_share: float = 0.7
    # Weights of the sentence scores, beside the 1 that meaning and BM25 have together. With
    # translated words, .1 instead of .05 for what is covered: NTREX .911 → .915, SQuAD .760 → .765,
    # FacQA +.001.
    covered_weight: float = 0.1
    sentence_covered_weight: float = 0.1
    answer_type_weight: float = 0.015
    # The weight of being by the speaker asked for. More would let anything they said pass for an
    # answer.
    speaker_weight: float = 0.1

    # -- the choice of the quote --------------------------------------------------------------
    # Weights beside the cosine of a sentence: the share of the question that it covers, and holding
    # the type of answer asked for. Chosen by the share of questions whose best sentence of the
    # whole article holds the gold answer, FacQA, IDK-MRC and SQuAD-en (1,156, 2,323, 327): .885,
    # .694 and .676; with .05 and .04 .882, .695 and .664, with .1 and .06 .882, .682 and .685.
    quote_covered_weight: float = 0.075
    quote_answer_type_weight: float = 0.06
    # What somebody said is best shown in the very words that were quoted. Of 24 questions for
    # somebody's words the gold sentence was chosen in 7 without this, in 16 with it.
    quotation_weight: float = 0.1

    # -- reading whole articles and choosing excerpts -------------------------------------------
    # Can be switched off to measure it: then excerpts are of the passage that was found.
    whole_articles: bool = True
    # The prior logit of a sentence that no reader has read: this much times its cosine, plus a
    # shift. Least squares against the reader's own logits, 300 questions, three articles each.
    prior_scale: float = 13.2
    prior_shift: float = -17.1
    # Priors differ less than a reader's logits do: they are spread by this much before sentences
    # compete, where none of the article was read.
    unread_spread: float = 2.5
    # Articles of which windows are read, and how many windows in all. 120 questions with all
    # sentences that answer: right article first for .883 and an excerpt that answers for .742 with
    # four articles, .867 and .733 with three, .883 and .742 with five; with four windows .867 and
    # .692.
    read_articles: int = 4
    read_windows: int = 6
    # With a logit above the one, the answer is found and nothing more is read; with none above the
    # other in the first window of any article, the subject is another. The same 120: .883 and .742
    # with 1 and without; a question takes 109 ms instead of 118.
    hopeless_logit: float = -4.0
    sure_logit: float = 1.0
    # What a reader's evidence adds to the score of an article, as a share of its probability. 120
    # questions with all sentences that answer: right article first for .917 with 0, .950 with .1 to
    # .25, .925 with .5; an excerpt that answers first for .683, .717 and .725, .700.
    reader_weight: float = 0.25
    # How much of the question a sentence covers, in logits: .717 with 0, .725 with .5 and 1.
    excerpt_covered_weight: float = 1.0
    # Logits that sentences by others lose where the speaker asked for has some.
    other_speaker_cost: float = 6.0

    # -- speakers -----------------------------------------------------------------------------
    # From this agreement on a speaker is the one asked for; below, only somebody alike.
    same_speaker: float = MOST
    # Below this agreement a sentence is not by the one asked for.
    similar_speaker: float = PART

    # -- what is shown ------------------------------------------------------------------------
    # “The latest” is looked for among hits whose score is at least this share of the best.
    latest_share: float = 0.85
    # … or, of articles that are titled by the topic, this share. With .7 two of the six newest
    # articles on Papua in the archive of 3,000 articles are missing; .6 has all six and no other.
    latest_titled_share: float = 0.6
    # Passages of the newest articles titled by the topic, which are scored beside the best
    # candidates: of some thirty articles, three times what is shown.
    latest_candidates: int = 60
    # Of the confidence that the first hit of an answer needs, this share is enough for the others.
    other_hits_share: float = 2 / 3

    # -- stories on a topic -------------------------------------------------------------------
    # A story is on a topic from this fused score on, and from this share of the best one's. 123
    # stories with scores from .5 on, drawn from those of 20 topics in the archive of 3,000
    # articles, were read: of what these let in, 84 % is on the topic, the rest mentions it, and
    # 91 % of what is on it gets in. .55 alone lets in 78 % and 93 %, .6 and .8 91 % and 75 %, .55
    # and .85 88 % and 78 %.
    topic_score: float = 0.55
    topic_share: float = 0.8
    # Passages that are scored, in 0.1 to 0.2 s. Of seven broad topics in 17,891 articles, with up
    # to 1,110 stories, six are found whole (8,000 find no more), with 1,000 three.
    topic_passages: int = 2_000
    # If more stories than this share of them are on the topic, there are probably more that were
    # not scored: topics that were found whole come to .37 with either number, the others begin at
    # .46.
    topic_incomplete_share: float = 0.4

    def hurried(self, waiting: int) -> "Tuning":
        """The tuning while so many other questions wait: the more there are, the less is read.

        A window takes some 30 ms of a core, all else some 25: two cores answer 18 questions a
        second that have two windows each, 63 that have none, and Telegram lets a bot send 30
        messages a second. With six waiting or more none is read.
        """
        return replace(self, read_windows=self.read_windows // (1 + waiting))


DEFAULT_TUNING = Tuning()
