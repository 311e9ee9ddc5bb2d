package provider

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
)

// idVariants differ in the form of ids. An id is any text that the server likes.
func idVariants() []Variant {
	counted := func(from int64, form func(rq *Request, n int64) string) func(*Behaviours) {
		return func(b *Behaviours) {
			var last atomic.Int64
			last.Store(from)
			b.NewID = func(rq *Request, _ Tx) string { return form(rq, last.Add(1)) }
		}
	}
	made := func(form func(id string) string) func(*Behaviours) {
		return func(b *Behaviours) {
			next := b.NewID
			b.NewID = func(rq *Request, tx Tx) string { return form(next(rq, tx)) }
		}
	}
	return []Variant{
		{
			ID: "numeric-ids", Story: "ids are decimal numbers, in strings.",
			Source: "RFC 7643 §3.1",
			Apply:  counted(1_000_000, func(_ *Request, n int64) string { return strconv.FormatInt(n, 10) }),
		},
		{
			ID: "short-ids", Story: "ids are 1, 2, 3 and so on, each the beginning of others.",
			Source: "RFC 7643 §3.1",
			Apply:  counted(0, func(_ *Request, n int64) string { return strconv.FormatInt(n, 10) }),
		},
		{
			ID: "upper-case-ids", Story: "ids are UUIDs in capitals.",
			Source: "RFC 7643 §3.1: id is case-exact and may be any text",
			Apply:  made(strings.ToUpper),
		},
		{
			ID: "long-ids", Story: "ids have 250 characters.",
			Source: "RFC 7643 §3.1 sets no limit",
			Apply:  made(func(id string) string { return strings.Repeat("x", 250-len(id)) + id }),
		},
		{
			ID: "base64-ids", Story: "ids are base64 with padding and are case-exact.",
			Source: "RFC 7643 §3.1; RFC 4648 §5",
			Apply:  made(func(id string) string { return base64.URLEncoding.EncodeToString([]byte("acme/" + id)) }),
		},
		{
			ID: "ids-with-punctuation", Story: "ids hold characters that a path may hold as they are: colon, dot, =, ~, @, + and dashes.",
			Source: "RFC 7643 §3.1; RFC 3986 §3.3",
			Apply: counted(0, func(rq *Request, n int64) string {
				return fmt.Sprintf("acme:%s.%d=~v1@eu+x_-", rq.Type.Name, n)
			}),
		},
		{
			ID: "ids-to-escape", Story: "ids hold characters that must be escaped in a path: % | # ? & blank, and letters beyond ASCII.",
			Source: "RFC 7643 §3.1; RFC 3986 §2.1",
			Apply: counted(0, func(_ *Request, n int64) string {
				return fmt.Sprintf("100%%25 ü|%d#a?b&c", n)
			}),
		},
	}
}
