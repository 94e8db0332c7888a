from bot.services.fair_queue import FairQueue


def filled(text: str) -> FairQueue[str]:
    """`a1` is an item 1 for the key a."""
    queue: FairQueue[str] = FairQueue()
    for item in text.split():
        queue.put(item[0], item)
    return queue


def test_keys_take_turns() -> None:
    queue = filled("a1 a2 a3 b1 c1 b2")
    taken = []
    while found := queue.take():
        taken.append(found[1])
        queue.done(found[0])
    assert taken == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_one_at_a_time_of_a_key() -> None:
    queue = filled("a1 a2 b1")
    assert (queue.take(), queue.take(), queue.take()) == (("a", "a1"), ("b", "b1"), None)
    queue.put("b", "b2")
    assert queue.take() is None
    queue.done("a")
    assert (queue.take(), queue.take()) == (("a", "a2"), None)
    queue.done("b")
    assert queue.take() == ("b", "b2")


def test_sizes_count_waiting_items_only() -> None:
    queue = filled("a1 a2 b1")
    assert (len(queue), queue.waiting("a"), queue.waiting("z")) == (3, 2, 0)
    queue.take()
    assert (len(queue), queue.waiting("a")) == (2, 1)


def test_item_put_alone_replaces_the_waiting_ones() -> None:
    queue = filled("a1 a2 b1")
    assert queue.put_alone("a", "a3") == ["a1", "a2"]
    assert queue.put_alone("c", "c1") == []
    assert len(queue) == 3
    assert [queue.take() for _ in range(4)] == [("a", "a3"), ("b", "b1"), ("c", "c1"), None]
    assert queue.put_alone("a", "a4") == []
    queue.done("a")
    assert queue.take() == ("a", "a4")
