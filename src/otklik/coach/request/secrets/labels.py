"""The words of prose: labels of secrets, words that announce a value, qualifiers, words that deny one."""

from __future__ import annotations

import re

LABEL = re.compile(
    r"(?<![\w@./$-])(?P<password>(?:старый |новый |временный )?(?:парол\w{0,4}|пороль|парль|парроль|пассворд\w*|пасворд\w*|пассвд|пасс|пас|пасик|парольчик|parol[iyьeju]?'?|"
    r"pass(?:word|wd|phrase|code)?s?|pwd|psw|pw|парольная фраза|кодовая фраза|кодов\w+ слов\w+|passphrase|mot de passe|creds)"
    r"|(?P<token>(?:api|апи|access|secret|секретн\w+|приватн\w+|bot|бот|auth)[- ]?(?:ключ\w*|key|токен\w*|token)|токен\w{0,2}|token|секрет|secret|(?:auth|epp|transfer)[- ]?(?:code|код\w?)|код\w? (?:переноса|трансфера)|"
    r"ключ\w? (?:api|апи|доступа|к api|от api|для api)|секретн\w+ (?:слов\w+|ключ\w*)|резервн\w+ код\w?|backup codes?|recovery codes?|ключ\w? восстановления|recovery key)"
    r"|(?P<code>(?:пин|pin)(?:[- ]?(?:код\w*|code))?|(?:смс|sms|otp|2fa|одноразов\w+|проверочн\w+|кодов?)[- ](?:код\w*|code|парол\w+)|код\w? (?:подтверждения|из (?:смс|sms|приложения|письма|аутентификатора|authenticator)|от двухфакторки|двухфакторк\w+|2fa|входа|доступа|авторизации)|"
    r"(?:the )?code from (?:the |my )?(?:app|sms|text|authenticator|email)|(?:verification|confirmation|one[- ]time|security|login|access|authenticator) (?:code|password)))(?![\w@])",
    re.I,
)
PAIR = re.compile(
    r"(?:логин\w?|login|user(?:name)?|юзер\w?|имя пользователя|e-?mail|почта|учетк\w|учётк\w|ящик|аккаунт|account|user id|лог)[ \t]{0,3}(?:/|\\|\||;|:|,|-|–|—|\+|&|и|and|или|с)?[ \t]{0,3}$",
    re.I,
)
SIGN = re.compile(r"[ \t]*(?:[:=]+>?|->|=>|→|—|–|-{1,2}(?=\s)|\|)[ \t]*")
WORD = re.compile(r"[^\s]+")
COPULA = frozenset(
    """такой вот это is was стоит стоял теперь сейчас будет был следующий: этот: равен called set: будет: вот: такой: this: is: был: это: теперь: сейчас: такая: такое: такие: are were были""".split()
)
LINK = frozenset(
    """от для на к ко в во у из с за по под и мой моя наш мне вам у меня нас него самого тот этот же старый новый прежний временный текущий последний общий root рут рута админ админа admin user admin'а root'а
    the for to of my our on in at with new old temporary current is was are пользователя юзера юзеру логина учетки учётки почты почте почту ящика ящику админки админке админку панели панель сайта сайту сайт сервера
    серверу сервер базы базе бд хостинга хостингу фтп ftp ssh ссш rdp wifi wi-fi вайфая вайфай вайфаю роутера впн vpn mysql базу wordpress вордпресс вордпресса битрикс битрикса isp ispmanager исп испа кабинета кабинет лк аккаунта аккаунту account panel
    server site website mailbox mail database db email hosting box router vps vds впс вдс него нее неё туда там такой вот это теперь сейчас пока будет был стоит ставил поставил поменял поменяли сменил сменила сменили поменяла изменил
    задал задала указал указала ввожу вводил вводила пробую пробовал использую использовал прописал changed reset set tried trying use used using entered enter as am i'm it that this тестовый test учетной учётной записи запись виндовс windows
    входа вход доступа подключения phpmyadmin пхпмайадмин 1с 1c crm црм телеграм телеграма скайпа зума яндекса гугла google yandex облака диска сим карты телефона ноута компа компьютера ноутбука если что ваш login user: себе ей ему него:""".split()
)
NEGATIONS = frozenset(
    """не забыл забыла забыли забыт сбросить восстановить подходит подошел подошёл потерял потеряла утерян нет без смените сменить поменять изменить сбросьте пришлите скиньте дайте cannot can't not don't forgot forgotten lost reset? change doesn't didn't
    wrong incorrect invalid failed fails expired required""".split()
)
