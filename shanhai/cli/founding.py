"""Founds the house: tables, reference data, the operating account.

`shanhai setup` and `shanhai demo` both begin here; a second run finds everything in place and says so.
"""

from collections.abc import Iterator


def found() -> Iterator[str]:
    """Do each step and say in one line what it changed."""
    from django.core.management import call_command

    from shanhai.access.actions import ensure_operator
    from shanhai.accords.actions import load_pairings
    from shanhai.journal.request_id import one_request
    from shanhai.regions.actions import load_reference

    call_command("migrate", verbosity=0, interactive=False)
    yield "数据库　　已就绪"
    with one_request():
        operating = ensure_operator()
        if operating.password:
            yield (
                f"运维账号　已建立：{operating.account.username}，"
                f"初始密码 {operating.password}（只显示这一次，请登录后修改）"
            )
        else:
            yield f"运维账号　{operating.account.username}，已有，未变"
        tables = load_reference(by=operating.account)
        yield "参考数据　" + _counts(
            sum(table.added for table in tables),
            sum(table.changed for table in tables),
            sum(table.retired for table in tables),
        )
        pairings = load_pairings(by=operating.account)
        yield "结对关系　" + _counts(pairings.added, pairings.changed, pairings.retired)


def _counts(added: int, changed: int, retired: int) -> str:
    if not added + changed + retired:
        return "未变"
    return f"新增 {added} 条，修改 {changed} 条，停用 {retired} 条"
