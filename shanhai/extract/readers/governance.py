"""Governance (组织领导): duty, mechanisms, organisation, party building; a field "
"of tasks, not of delivery."""

from shanhai.extract.readers.words import FieldPage
from shanhai.kernel.fields import Field

PAGE = FieldPage(
    Field.GOVERNANCE,
    names=r"责任(?!公司)|使命感|政治(?:站位|自觉|任务|担当)|机制|组织(?:领导|保障|协调"
    r"|建设|协作)|党建|协作(?:责任|合力)|统筹协调|考核|作风|监督|结对(?:帮扶)?关系"
    r"|四个不摘"
    r"|互访|沟通(?:协调|对接)|联席会议制度|资金监管",
)
