"""HTTP/1.1 as clients really behave: limits, slow and odd senders, pipelining."""
import threading
import time

from checks import check, same
from client import http
from samples import path_of, request

sign = path_of("order-sign")


def raw(service, data):
    return service.connect().send(data).answer()


@check("HTTP keep-alive: many requests on one connection")
def _(service):
    connection = service.connect()
    for _ in range(3):
        same(connection.send(http("POST", sign, request())).answer().status, 200)


@check("HTTP pipelining: three requests at once, three answers in order")
def _(service):
    calls = http("GET", "/cds-services") + http("POST", sign, request()) + http("GET", "/nothing")
    connection = service.connect().send(calls)
    same([connection.answer().status for _ in range(3)], [200, 200, 404])


@check("HTTP pipelining: a request in three pieces, cut anywhere")
def _(service):
    call = http("POST", sign, request())
    for cut in (1, 10, call.index(b"\r\n\r\n") + 2, call.index(b"\r\n\r\n") + 4, len(call) - 1):
        connection = service.connect().send(call[:cut])
        time.sleep(0.05)
        same(connection.send(call[cut:]).answer().status, 200, f"cut at {cut}")


@check("HTTP Connection: close and HTTP/1.0 end after the answer")
def _(service):
    connection = service.connect().send(http("GET", "/healthz", headers={"Connection": "close"}))
    answer = connection.answer()
    same((answer.status, answer.header("Connection").lower()), (200, "close"))
    assert connection.ends()
    connection = service.connect().send(b"GET /healthz HTTP/1.0\r\n\r\n")
    same(connection.answer().status, 200)
    assert connection.ends()


@check("HTTP chunked bodies are read, also too large ones up to the limit")
def _(service):
    body = http("POST", sign, request()).split(b"\r\n\r\n", 1)[1]
    head = http("POST", sign, headers={"Content-Type": "application/json", "Transfer-Encoding": "chunked"})
    half = len(body) // 2
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:half], body[half:])) + b"0\r\n\r\n"
    same(raw(service, head + chunks).status, 200)
    connection = service.connect().send(head)
    piece = b"%x\r\n%s\r\n" % (65536, b" " * 65536)
    try:
        for _ in range(80):
            connection.send(piece)
    except ConnectionError:
        pass
    same(connection.answer().status, 413, "5 MB in chunks")


@check("HTTP 413 by Content-Length, before the body, and the connection ends")
def _(service):
    connection = service.connect().send(http("POST", sign, headers={"Content-Length": "999999999"}))
    same(connection.answer().status, 413)
    assert connection.ends()


@check("JSN-8 20 MB sent without waiting: the client still reads 413")
def _(service):
    connection = service.connect()
    connection.send(http("POST", sign, b" " * 20_000_000))
    same(connection.answer().status, 413)


@check("HTTP 4 MB less a byte is read, a byte more is refused")
def _(service):
    most = 4 * 1024 * 1024
    same(service.call("POST", sign, b" " * (most - 1)).status, 400, "blank body")
    same(service.call("POST", sign, b" " * most).status, 400, "at the limit")
    same(service.call("POST", sign, b" " * (most + 1)).status, 413, "over the limit")


@check("HTTP 431 for a header over the limit")
def _(service):
    same(raw(service, b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 9000 + b"\r\n\r\n").status, 431)
    same(raw(service, b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n").status, 431, "long target")
    same(raw(service, b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 3000 + b"\r\n").status, 431, "many fields")


@check("HTTP 400 for what is not HTTP")
def _(service):
    for garbage in (b"GARBAGE\r\n\r\n", b"GET  / HTTP/1.1\r\n\r\n", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 40 + b"\r\n\r\n"):
        same(raw(service, garbage).status, 400, repr(garbage[:20]))


@check("HTTP 400 without Host, with two")
def _(service):
    same(raw(service, b"GET /healthz HTTP/1.1\r\n\r\n").status, 400)
    same(raw(service, b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").status, 400)


@check("HTTP request smuggling: any doubt about the length is 400, and nothing after it is answered")
def _(service):
    post = b"POST " + sign.encode() + b" HTTP/1.1\r\nHost: x\r\n"
    evil = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    for fields in (b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
                   b"Transfer-Encoding: xchunked\r\n", b"Transfer-Encoding: chunked, gzip\r\n",
                   b"Transfer-Encoding: gzip, chunked\r\n", b"Transfer-Encoding: identity\r\n",
                   b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                   b"Content-Length: 4\r\nContent-Length: 5\r\n", b"Content-Length: 4, 4\r\n", b"Content-Length: +4\r\n",
                   b"Content-Length: -1\r\n", b"Content-Length: 99999999999999999999999\r\n"):
        connection = service.connect().send(post + fields + b"\r\n0\r\n\r\n" + evil)
        assert connection.answer().status in (400, 413), fields
        assert connection.ends(), fields


@check("HTTP empty lines in front of a request are passed over (RFC 9112 2.2), not for ever")
def _(service):
    connection = service.connect()
    for blank in (b"\r\n", b"\r\n\r\n", b"\r\n" * 8):
        same(connection.send(blank + http("POST", sign, request())).answer().status, 200, repr(blank))
    connection.send(b"\r")
    time.sleep(0.1)
    same(connection.send(b"\n" + http("GET", "/healthz")).answer().status, 200, "an empty line in two pieces")
    for wrong in (b"\r\n" * 9, b"\rX", b"\n\r\n \r\n"):
        same(raw(service, wrong + http("GET", "/healthz")).status, 400, repr(wrong))


@check("HTTP Expect: 100-continue is answered before the body; others are 417")
def _(service):
    call = http("POST", sign, request(), {"Expect": "100-continue"})
    head, body = call.split(b"\r\n\r\n", 1)
    connection = service.connect().send(head + b"\r\n\r\n")
    same(connection.answer().status, 100)
    same(connection.send(body).answer().status, 200)
    same(raw(service, http("POST", sign, request(), {"Expect": "tea"})).status, 417)


@check("HTTP a client that leaves in the middle does no harm")
def _(service):
    call = http("POST", sign, request())
    for cut in (5, len(call) // 2, len(call)):
        service.connect().send(call[:cut]).close()
    same(service.call("GET", "/healthz").status, 200)


@check("HTTP 8 connections, 100 calls each, at once")
def _(service):
    wrong, body = [], http("POST", sign, request())

    def hammer():
        try:
            connection = service.connect(timeout=300)
            for _ in range(100):
                same(connection.send(body).answer().status, 200)
        except Exception as error:
            wrong.append(error)
    threads = [threading.Thread(target=hammer) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    same(wrong, [], "failures")
