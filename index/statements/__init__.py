"""Who says what in an article: its statements, each one sentence with its speaker."""

from index.statements.attribution import statements
from index.statements.quotations import Quotation, quotations
from index.statements.records import Speaker, Statement

__all__ = ["Quotation", "Speaker", "Statement", "quotations", "statements"]
