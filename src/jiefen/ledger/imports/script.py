"""Sheets in traditional characters: the characters of headers, fee items and places, each with its simplified form.

Written 2026-11 from the words of ``headers.toml``, the fee items and the parts of an address; a whole converter would be
heavy, and would have to guess where one character stands for two. Only characters that never occur in simplified text
are here, so that nothing else changes. Names of people and estates are stored as the file writes them.
"""

from __future__ import annotations

import re
from typing import Final

_PAIRS: Final = (
    "樓楼 棟栋 號号 單单 業业 戶户 應应 費费 納纳 滯滞 違违 約约 電电 話话 積积 間间 開开 終终 總总 計计 餘余 額额 實实 減减 "
    "優优 帶带 數数 臺台 賬账 帳账 繳缴 還还 結结 產产 權权 證证 車车 庫库 儲储 鋪铺 門门 層层 區区 園园 陽阳 灣湾 東东 莊庄 廣广 廈厦 "
    "備备 註注 說说 編编 碼码 類类 項项 貨货 貸贷 價价 標标 準准 週周 時时 長长 歷历 陳陈 舊旧 當当 來来 從从 後后 測测 讀读 "
    "達达 質质 裝装 潔洁 維维 護护 設设 環环 氣气 熱热 網网 絡络 寬宽 視视 線线 攤摊 處处 運运 壓压 強强 燈灯 傢家 綠绿 養养 "
    "財财 務务 會会 員员 聯联 繫系 機机 動动 態态 狀状 況况 賠赔 償偿 損损 銷销 衝冲 預预 補补 給给 轉转 讓让 購购 買买 賣卖 "
    "貼贴 點点 廳厅 廠厂 場场 館馆 舖铺 攬揽 攝摄 據据 簽签 認认 記记 錄录 統统 匯汇 報报 審审 複复 製制 輸输 導导 節节 暫暂 "
    "續续 簡简 選选 離离 難难 題题 頁页 顯显 國国 農农 曆历 兩两 參参 貳贰 陸陆 萬万 億亿 圓圆 張张 條条 個个 級级 組组 團团 "
    "紅红 黃黄 齊齐 無无 與与 並并 為为 麼么 這这 請请 問问 欄栏 傳传 郵邮 寫写 詳详 細细 聲声 訊讯 資资 訂订 貧贫 負负 責责 "
    "趙赵 辦办 協协 調调 訴诉 訟诉 議议 論论 該该 識识 譯译 廢废 關关 敗败 異异 換换 絕绝 獲获 "
)
_TABLE: Final = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
_ANY: Final = re.compile(f"[{''.join(map(chr, _TABLE))}]")


def simplified(text: str) -> str:
    """``應收費用`` → ``应收费用``; text without such characters comes back as it is. The length never changes."""
    return text.translate(_TABLE) if _ANY.search(text) else text
