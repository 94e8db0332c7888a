"""The buttons under a list of statements: pages, order, filters, chart and file."""

from bot.presentation import layout
from bot.presentation.i18n import Messages, date_range
from bot.presentation.quotes.statement_pages import StatementPage
from bot.telegram.chat import callback_data
from bot.telegram.chat.keyboards import Button, turn_buttons
from index.quotes.listing.statements import StatementList, StatementOrder

_ORDERS = {
    StatementOrder.NEWEST: "button_order_newest",
    StatementOrder.OLDEST: "button_order_oldest",
    StatementOrder.RELEVANCE: "button_order_relevance",
}
# People of an institution who have a button of their own.
_PEOPLE, _LABEL = 3, 28


def statement_rows(
    found: StatementList, page: StatementPage, request_id: str, messages: Messages
) -> list[list[Button]]:
    """The rows from top to bottom; some may be empty."""
    turns = turn_buttons(
        callback_data.STATEMENTS_PAGE,
        messages,
        ("button_previous", page.number > 0, (request_id, page.number - 1)),
        ("button_next", page.number < page.count - 1, (request_id, page.number + 1)),
    )
    last = [
        callback_data.STATEMENTS_CHART.button(messages.text("button_chart"), request_id),
        callback_data.STATEMENTS_EVIDENCE.button(messages.text("button_evidence"), request_id),
    ]
    return [
        turns,
        _order_row(found, request_id, messages),
        _people_row(found, request_id, messages),
        _filter_row(found, request_id, messages),
        last,
    ]


def _order_row(found: StatementList, request_id: str, messages: Messages) -> list[Button]:
    if len(found.statements) < 2:
        return []
    orders = [
        order
        for order in StatementOrder
        if order is not found.request.order
        and (found.request.about or order is not StatementOrder.RELEVANCE)
    ]
    return [
        callback_data.STATEMENTS_FILTER.button(
            messages.text(_ORDERS[order]), request_id, order.value
        )
        for order in orders
    ]


def _people_row(found: StatementList, request_id: str, messages: Messages) -> list[Button]:
    """Who of those who spoke for an institution is to be shown alone, or everybody again."""
    only = found.request.only
    if only:
        label = messages.text("button_everybody", name=layout.shorten(only, _LABEL))
        return [callback_data.STATEMENTS_FILTER.button(label, request_id, "everybody")]
    if len(found.names) < 2:
        return []
    return [
        callback_data.STATEMENTS_FILTER.button(
            f"{layout.shorten(name, _LABEL)} ({count})", request_id, f"person{number}"
        )
        for number, (name, count) in enumerate(found.names[:_PEOPLE])
    ]


def _filter_row(found: StatementList, request_id: str, messages: Messages) -> list[Button]:
    request, row = found.request, []
    if request.about:
        label = f"✕ {layout.shorten(request.about, _LABEL)}"
        row.append(callback_data.STATEMENTS_FILTER.button(label, request_id, "topic"))
    if request.period:
        when = date_range(request.period.first, request.period.last, messages.language)
        row.append(callback_data.STATEMENTS_FILTER.button(f"✕ {when}", request_id, "period"))
    return row
