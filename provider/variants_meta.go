package provider

import (
	"fmt"
	"hash/fnv"
	"maps"
	"net/http"
	"strings"
	"time"
)

// metaVariants differ in what meta holds.
func metaVariants() []Variant {
	return []Variant{
		{
			ID: "etags-honoured", Story: "Resources have meta.version and an ETag; If-Match is honoured when it is sent, If-None-Match too.",
			Source: "RFC 7644 §3.14; Okta sends no If-Match",
			Apply:  addETags,
		},
		{
			ID: "meta-without-times", Story: "meta has neither created nor lastModified.",
			Source: "Okta support, SCIM configuration FAQ: location and resourceType are what it needs",
			Apply: func(b *Behaviours) {
				onMeta(b, func(_ *Resource, meta Object) {
					delete(meta, "created")
					delete(meta, "lastModified")
				})
			},
		},
		{
			ID: "times-with-offset", Story: "Times are local, with an offset and nine digits after the second.",
			Source: "RFC 7643 §2.3.5: xsd:dateTime",
			Apply: func(b *Behaviours) {
				zone := time.FixedZone("", 5*3600+1800)
				onMeta(b, func(r *Resource, meta Object) {
					const form = "2006-01-02T15:04:05.000000000-07:00"
					meta["created"], meta["lastModified"] = r.Created.In(zone).Format(form), r.Modified.In(zone).Format(form)
				})
			},
		},
		{
			ID: "times-in-seconds", Story: "Times are in whole seconds, so that several writes have the same lastModified.",
			Source: "RFC 7643 §2.3.5: fractions are optional",
			Apply: func(b *Behaviours) {
				onMeta(b, func(r *Resource, meta Object) {
					meta["created"], meta["lastModified"] = r.Created.UTC().Format(time.RFC3339), r.Modified.UTC().Format(time.RFC3339)
				})
			},
		},
		{
			ID: "clock-ahead", Story: "The clock of the server is one hour ahead.",
			Source: "RFC 9110 §5.6.7: clocks differ; Okta compares no times",
			Apply: func(b *Behaviours) {
				onMeta(b, func(r *Resource, meta Object) {
					meta["created"], meta["lastModified"] = formatTime(r.Created.Add(time.Hour)), formatTime(r.Modified.Add(time.Hour))
				})
			},
		},
		{
			ID: "modified-not-by-members", Story: "A change of its members leaves lastModified of a group as it was.",
			Source: "RFC 7643 §3.1: when the details of the resource were updated",
			Apply: func(b *Behaviours) {
				next := b.Store
				b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
					err := next(rq, tx, before, after)
					if before != nil && equal(before.Attributes, after.Attributes) {
						after.Modified = before.Modified
					}
					return err
				}
			},
		},
		{
			ID: "modified-by-every-write", Story: "lastModified moves on with every write, also with one that changes nothing.",
			Source: "RFC 7643 §3.1: when the details were updated at the server",
			Apply: func(b *Behaviours) {
				next := b.Save
				b.Save = func(rq *Request, tx Tx, draft *Draft) error {
					draft.MembersChanged = true
					return next(rq, tx, draft)
				}
			},
		},
	}
}

func onMeta(b *Behaviours, change func(r *Resource, meta Object)) {
	onRender(b, func(_ *Request, _ Tx, r *Resource, view Object) {
		if meta, ok := view["meta"].(Object); ok {
			meta = maps.Clone(meta)
			change(r, meta)
			view["meta"] = meta
		}
	})
}

func addETags(b *Behaviours) {
	onRender(b, func(_ *Request, tx Tx, r *Resource, view Object) {
		if meta, ok := view["meta"].(Object); ok {
			meta = maps.Clone(meta)
			meta["version"] = version(tx, r)
			view["meta"] = meta
		}
	})
	onSuccess(b, func(rq *Request, answer *Response) {
		meta, _ := answer.Object()["meta"].(Object)
		tag := text(meta, "version")
		if tag == "" {
			return
		}
		answer.Header.Set("ETag", tag)
		if rq.Operation == OpRead && names(rq.HTTP.Header.Get("If-None-Match"), tag) {
			answer.Status, answer.Body = http.StatusNotModified, nil
		}
	})
	find := b.Load
	b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
		r, err := find(rq, tx, kind, id)
		if want := rq.HTTP.Header.Get("If-Match"); err == nil && rq.IsWrite() && want != "" && !names(want, version(tx, r)) {
			return nil, Refuse(http.StatusPreconditionFailed, "", "The %s was changed meanwhile; read it again.", kind)
		}
		return r, err
	}
	discover := b.Discover
	b.Discover = func(rq *Request) (*Response, error) {
		answer, err := discover(rq)
		if err != nil {
			return nil, err
		}
		if config := answer.Object(); config["etag"] != nil {
			config["etag"] = Object{"supported": true}
		}
		return answer, nil
	}
}

// version is a weak ETag made of what is stored.
func version(tx Tx, r *Resource) string {
	sum := fnv.New64a()
	raw, _ := appendJSON(nil, r.Attributes) // what was decoded can be encoded
	sum.Write(raw)
	for member := range tx.Members(r.ID) {
		sum.Write([]byte(member + "\n"))
	}
	return fmt.Sprintf(`W/"%x"`, sum.Sum64())
}

// names tells whether a list of ETags has this one; strong or weak does not matter.
func names(list, tag string) bool {
	for one := range strings.SplitSeq(list, ",") {
		one = strings.TrimSpace(one)
		if one == "*" || strings.TrimPrefix(one, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}
