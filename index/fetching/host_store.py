"""What fetch.db keeps of hosts: their robots.txt, and when they want to be asked again."""

from sqlite_utils import Database


class HostStore:
    """The tables `robots` and `hosts`; every method is one transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def not_before(self, host: str) -> float:
        """The moment before which the host wants no request, 0 if it has said nothing."""
        row = self._db.execute("select not_before from hosts where host = ?", [host]).fetchone()
        return float(row[0] if row else 0.0)

    def put_off(self, host: str, until: float) -> None:
        """The host wants no request before this moment."""
        with self._db.atomic():
            self._db.table("hosts").upsert({"host": host, "not_before": until}, pk="host")

    def robots(self, origin: str) -> tuple[str, float] | None:
        """The robots.txt that an origin gave, and until when it is good."""
        query = "select body, expires from robots where origin = ?"
        row = self._db.execute(query, [origin]).fetchone()
        return (str(row[0]), float(row[1])) if row else None

    def keep_robots(self, origin: str, body: str, expires: float) -> None:
        """Keep the robots.txt of an origin, "" if it has none."""
        row = {"origin": origin, "body": body, "expires": expires}
        with self._db.atomic():
            self._db.table("robots").upsert(row, pk="origin")
