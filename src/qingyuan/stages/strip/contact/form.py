"""Lines that are a form of contact: labels with short values, as in `联系人：… 地址：… 邮编：…`.

They show by how they are built and by what their labels name, not by a turn of phrase.
"""

from __future__ import annotations

import re

from qingyuan.text.characters import UNIFIED_HAN

CONTACT_LABEL = r"""
    (?: (?: 业务 | 公司 | 通[讯信] | 联[系络] | 店铺 | 邮购 | 总部 | 办公 | 工厂 | 展厅 | 售后 | 服务 | 咨询 | 客服 | 报名 |
        订购 | 投稿 | 商务 | 编辑部 | 单位 | 详细 | 学校 | 医院 | 门诊 | 经营部 | 门市部? | 销售部? | 仓库 | 市场部? | 免费 | 加盟 |
        招商 | 合作 | 技术 | 电子 | 官方 | 公众 | 企业 | 厂 | 校 | 院 | 店 | 本店 | 我的 | 固定 | 移动 | 值班 | 举报 | 监督 | 投诉 ){0,2}
    (?: 联[系络]人 | 联[系络]方[式法] | 联[系络]我们 | 电话 | 手机号?码? | 传真 | 热线 | 地址 | 邮编 | 邮政编码 | 邮箱 | 信箱 |
        邮件 | 网址 | 网站 | 官网 | 主页 | qq号?码?群? | 微信号?群? | 旺旺 | 经理 | 负责人 | 开户行 | 开户银行 | 帐号 |
        账号 | 户名 | 收款人 | 名称 | 法人 | 工作时间 | 营业时间 | 上班时间 | 乘车路线 | 公交路线 | 交通路线 | 行车路线 | 抄送 | 总机 |
        主营产品 | 主营 | 经营范围 | 姓名 | 校址 | 院址 | 店址 | 厂址 | 社址 | 站址 | 订座 | 预订 )
  | tel | fax | e-?\s?mail | mail | add | address | phone | mobile | mob | web | website | http | skype | wechat | whatsapp | msn |
    contact | attn | zip | p\.?c\.? | 联系 | 投递 | 简历投递 | 电 \s? 话 | 地 \s? 址 | 邮 \s? 编 | 传 \s? 真 | 手 \s* 机 |
    联 \s? 系 \s? 人 | 网 \s? 址 | 邮 \s? 箱 )"""
# The labels that no honest record of persons or goods would bring together without a reader to call.
FORM = re.compile(
    rf"(?:(?<![{UNIFIED_HAN}a-z])|(?<=[\d号室楼层座栋箱]))(?P<label>{CONTACT_LABEL})(?:\s?/\s?\w{{2,6}})?"
    r"(?:(?<=编)\s?\d{6}|\s*+(?:\([^)]{1,8}\)\s*+)?[:;])",
    re.VERBOSE,
)
REACHED_BY = re.compile(
    r"联|电|手|传|热线|址|邮|箱|网|qq|微信|旺旺|开户|[帐账]号|收款|路线|tel|fax|mail|phone|mob|add|zip|web|投递|抄送|总机"
)


def count_form_labels(text: str) -> int:
    """How many labels of a contact form the folded line has, if one of them tells how to reach somebody."""
    labels = [match["label"] for match in FORM.finditer(text)]
    if len(labels) * 40 < len(text):
        return 0
    return len(set(labels)) if any(REACHED_BY.search(label) for label in labels) else 0
