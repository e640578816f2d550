"""License numbers: what the law makes a site show of itself."""

from __future__ import annotations

import re

from qingyuan.text.characters import UNIFIED_HAN

LICENSES = (
    re.compile(
        r"icp\s*+(?:[备证]\s*+)?(?:案\s*+)?(?:号|"
        rf":)?[^{UNIFIED_HAN}]{{0,3}}(?:[{UNIFIED_HAN}]?\s?[b]?\d?[-]?)?\d{{5,}}"
    ),
    re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?icp\s?[备证]"),
    re.compile(r"icp\s*证书?号?\s*[::]|icp证\w{0,4}\d{4,}"),
    re.compile(r"公\s?网\s?安\s?备|网安备\s?\d"),
    re.compile(
        r"(?:经营|许可|出版|资格|备案|登记|文化|信息服务|视听节目|从业|执业|"
        r"资质)[^。,;]{0,14}(?:许可证|资格证书?|备案|执照|证书|许可|登记证|批准|证|编号)"
        r"(?:书|号|编号|号码)?\s*+(?:[::]\s*+)?(?:[(\[〔]\s*+)?[^。,;:]{0,14}[\d〔(]\S{0,4}\d{2,}"
    ),
    re.compile(r"(?:备案|许可证?|执照|登记证?)(?:编?号|号码)\s*[::]\s*\S{0,8}\d{4,}"),
    re.compile(r"(?:京|沪|粤|浙|苏|闽|川|鄂|湘|国|新)\S{0,6}(?:网文|网视|字第|网出|药广|卫网)\S{0,6}\d{4,}"),
)
LICENSE_HINT = re.compile(r"icp|网安|许可|备案|执照|资格|登记")
ABOUT_LICENSES = re.compile(r"例如|规定|办法|应当|依法|可以|需要|查询|如何|。.{8,}。")


def is_license(text: str) -> bool:
    """Whether a folded line gives the number of a license, and tells nothing about licenses.

    >>> is_license("京icp备12345678号"), is_license("如何查询icp备案号")
    (True, False)
    """
    return (
        names_license(text)
        and any(pattern.search(text) for pattern in LICENSES)
        and not ABOUT_LICENSES.search(text)
    )


def names_license(text: str) -> bool:
    """Whether a folded line can hold such a number: it may be long and end like a sentence."""
    return bool(LICENSE_HINT.search(text))
