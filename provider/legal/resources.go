package legal

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

// idVariants differ in the form of ids. An id is any text that the server likes.
func idVariants() []Variant {
	counted := func(from int64, form func(rq *Request, n int64) string) func(*Behaviors) {
		return func(b *Behaviors) {
			var last atomic.Int64
			last.Store(from)
			b.NewID = func(rq *Request, _ Tx) string { return form(rq, last.Add(1)) }
		}
	}
	made := func(form func(id string) string) func(*Behaviors) {
		return func(b *Behaviors) {
			next := b.NewID
			b.NewID = func(rq *Request, tx Tx) string { return form(next(rq, tx)) }
		}
	}
	return []Variant{{
		ID: "numeric-ids", Story: "ids are decimal numbers, in strings.",
		Source: "RFC 7643 §3.1",
		Apply:  counted(1_000_000, func(_ *Request, n int64) string { return strconv.FormatInt(n, 10) }),
	}, {
		ID: "short-ids", Story: "ids are 1, 2, 3 and so on, each the beginning of others.",
		Source: "RFC 7643 §3.1",
		Apply:  counted(0, func(_ *Request, n int64) string { return strconv.FormatInt(n, 10) }),
	}, {
		ID: "upper-case-ids", Story: "ids are UUIDs in capitals.",
		Source: "RFC 7643 §3.1: id is case-exact and may be any text",
		Apply:  made(strings.ToUpper),
	}, {
		ID: "long-ids", Story: "ids have 250 characters.",
		Source: "RFC 7643 §3.1 sets no limit",
		Apply:  made(func(id string) string { return strings.Repeat("x", 250-len(id)) + id }),
	}, {
		ID: "base64-ids", Story: "ids are base64 with padding and are case-exact.",
		Source: "RFC 7643 §3.1; RFC 4648 §5",
		Apply:  made(func(id string) string { return base64.URLEncoding.EncodeToString([]byte("acme/" + id)) }),
	}, {
		ID: "ids-with-punctuation", Story: "ids hold characters that a path may hold as they are: colon, dot, =, ~, @, + and dashes.",
		Source: "RFC 7643 §3.1; RFC 3986 §3.3",
		Apply: counted(0, func(rq *Request, n int64) string {
			return fmt.Sprintf("acme:%s.%d=~v1@eu+x_-", rq.Type.Name, n)
		}),
	}, {
		ID: "ids-to-escape", Story: "ids hold characters that must be escaped in a path: % | # ? & blank, and letters beyond ASCII.",
		Source: "RFC 7643 §3.1; RFC 3986 §2.1",
		Apply: counted(0, func(_ *Request, n int64) string {
			return fmt.Sprintf("100%%25 ü|%d#a?b&c", n)
		}),
	}}
}

// metaVariants differ in what meta holds.
func metaVariants() []Variant {
	return []Variant{{
		ID: "etags-honoured", Story: "Resources have meta.version and an ETag; If-Match is honoured when it is sent, If-None-Match too.",
		Source: "RFC 7644 §3.14; Okta sends no If-Match",
		Apply:  addETags,
	}, {
		ID: "meta-without-times", Story: "meta has neither created nor lastModified.",
		Source: "Okta support, SCIM configuration FAQ: location and resourceType are what it needs",
		Apply: onMeta(func(_ *Resource, meta Object) {
			delete(meta, "created")
			delete(meta, "lastModified")
		}),
	}, {
		ID: "times-with-offset", Story: "Times are local, with an offset and nine digits after the second.",
		Source: "RFC 7643 §2.3.5: xsd:dateTime",
		Apply: func(b *Behaviors) {
			zone := time.FixedZone("", 5*3600+1800)
			onMeta(func(r *Resource, meta Object) {
				const form = "2006-01-02T15:04:05.000000000-07:00"
				meta["created"], meta["lastModified"] = r.Created.In(zone).Format(form), r.Modified.In(zone).Format(form)
			})(b)
		},
	}, {
		ID: "times-in-seconds", Story: "Times are in whole seconds, so that several writes have the same lastModified.",
		Source: "RFC 7643 §2.3.5: fractions are optional",
		Apply: onMeta(func(r *Resource, meta Object) {
			meta["created"], meta["lastModified"] = r.Created.UTC().Format(time.RFC3339), r.Modified.UTC().Format(time.RFC3339)
		}),
	}, {
		ID: "clock-ahead", Story: "The clock of the server is one hour ahead.",
		Source: "RFC 9110 §5.6.7: clocks differ; Okta compares no times",
		Apply: onMeta(func(r *Resource, meta Object) {
			meta["created"], meta["lastModified"] = provider.FormatTime(r.Created.Add(time.Hour)),
				provider.FormatTime(r.Modified.Add(time.Hour))
		}),
	}, {
		ID: "modified-not-by-members", Story: "A change of its members leaves lastModified of a group as it was.",
		Source: "RFC 7643 §3.1: when the details of the resource were updated",
		Apply: func(b *Behaviors) {
			next := b.Store
			b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
				err := next(rq, tx, before, after)
				if before != nil && scim.Equal(before.Attributes, after.Attributes) {
					after.Modified = before.Modified
				}
				return err
			}
		},
	}, {
		ID: "modified-by-every-write", Story: "lastModified moves on with every write, also with one that changes nothing.",
		Source: "RFC 7643 §3.1: when the details were updated at the server",
		Apply: func(b *Behaviors) {
			next := b.Save
			b.Save = func(rq *Request, tx Tx, draft *Draft) error {
				draft.MembersChanged = true
				return next(rq, tx, draft)
			}
		},
	}}
}

func onMeta(change func(r *Resource, meta Object)) func(*Behaviors) {
	return func(b *Behaviors) {
		onRender(func(_ *Request, _ Tx, r *Resource, view Object) {
			if meta, ok := view["meta"].(Object); ok {
				meta = maps.Clone(meta)
				change(r, meta)
				view["meta"] = meta
			}
		})(b)
	}
}

func addETags(b *Behaviors) {
	onRender(func(_ *Request, tx Tx, r *Resource, view Object) {
		if meta, ok := view["meta"].(Object); ok {
			meta = maps.Clone(meta)
			meta["version"] = version(tx, r)
			view["meta"] = meta
		}
	})(b)
	onSuccess(b, func(rq *Request, answer *Response) {
		meta, _ := answer.Object()["meta"].(Object)
		tag := scim.Text(meta, "version")
		if tag == "" {
			return
		}
		answer.Header.Set("ETag", tag)
		if rq.Operation == provider.OpRead && names(rq.HTTP.Header.Get("If-None-Match"), tag) {
			answer.Status, answer.Body = http.StatusNotModified, nil
		}
	})
	find := b.Load
	b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
		r, err := find(rq, tx, kind, id)
		if want := rq.HTTP.Header.Get("If-Match"); err == nil && rq.IsWrite() && want != "" && !names(want, version(tx, r)) {
			return nil, provider.Refuse(http.StatusPreconditionFailed, "", "The %s was changed meanwhile; read it again.", kind)
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
	raw, _ := json.Marshal(r.Attributes) // what was decoded can be encoded
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

// schemaAcme is the extension of a product that Okta knows nothing of.
const schemaAcme = "urn:example:params:scim:schemas:extension:acme:2.0:Account"

// resourceVariants differ in the attributes a resource shows besides those the client wrote.
func resourceVariants() []Variant {
	return []Variant{{
		ID: "extra-attributes", Story: "Resources have attributes at the top level that no schema has.",
		Source: "Okta reads the attributes of its mapping and no others (Okta SCIM 2.0 reference)",
		Apply: onRender(func(_ *Request, _ Tx, r *Resource, view Object) {
			view["createdBy"] = "scim"
			view["tags"] = []any{"a", "b"}
			view["settings"] = Object{"theme": "dark", "beta": false, "quota": 10}
			view["__v"] = 0
			if r.Kind == provider.KindUser {
				view["isOwner"], view["teams"], view["avatar"] = false, []any{}, nil
			}
		}),
	}, {
		ID: "vendor-extension", Story: "Resources have an extension of the product's own, listed first in schemas.",
		Source: "RFC 7643 §3.3",
		Apply: func(b *Behaviors) {
			extend(b, func(*Request, Tx, *Resource) Object {
				return Object{"plan": "team", "limits": Object{"projects": 3},
					"labels": []any{Object{"value": "x", "primary": true}}}
			})
		},
	}, {
		ID: "derived-attributes", Story: "An extension shows what follows from the rest: a status from active, a name in full, the number of groups or members.",
		Source: "RFC 7643 §2.2: attributes may be readOnly, §3.3",
		Apply: func(b *Behaviors) {
			extend(b, func(_ *Request, tx Tx, r *Resource) Object {
				if r.Kind == provider.KindGroup {
					return Object{"memberCount": tx.MemberCount(r.ID), "slug": scim.Fold(r.Name())}
				}
				status := "deprovisioned"
				if r.Active() {
					status = "active"
				}
				return Object{
					"status":     status,
					"canSignIn":  r.Active(),
					"groupCount": len(tx.GroupsOf(r.ID)),
					"fullName":   formattedName(r.Attributes),
					"updated":    provider.FormatTime(r.Modified),
				}
			})
		},
	}, {
		ID: "volatile-attributes", Story: "An extension shows when the resource was read, so that no two answers are the same.",
		Source: "RFC 7643 §2.2: attributes may be readOnly, §3.3",
		Apply: func(b *Behaviors) {
			var reads perTenant[int]
			extend(b, func(rq *Request, _ Tx, _ *Resource) Object {
				seen := Object{"lastSeen": rq.Time.Format(time.RFC3339Nano)}
				reads.with(rq.Tenant, func(n *int) {
					*n++
					seen["reads"] = *n
				})
				return seen
			})
		},
	}, {
		ID: "schemas-lists-all", Story: "schemas lists every schema that the resource could have values of, and one that no endpoint describes.",
		Source: "RFC 7643 §3: schemas lists what may be there",
		Apply: onRender(func(rq *Request, _ Tx, r *Resource, view Object) {
			t := rq.Settings.Type(r.Kind)
			urns := []any{t.Core.ID}
			for _, s := range t.Extensions {
				urns = append(urns, s.ID)
			}
			view["schemas"] = append(urns, schemaAcme)
		}),
	}, {
		ID: "null-for-absent", Story: "Attributes without a value are shown as null, those within name and e-mail addresses too.",
		Source: "RFC 7643 §2.5: null and absent are the same",
		Apply:  fill(func(*provider.Attribute) (any, bool) { return nil, true }),
	}, {
		ID: "empty-array-for-absent", Story: "Multi-valued attributes without a value are shown as [].",
		Source: "RFC 7643 §2.5: an empty array and absent are the same",
		Apply:  fill(func(a *provider.Attribute) (any, bool) { return []any{}, a.MultiValued }),
	}, {
		ID: "empty-text-for-absent", Story: `Text without a value is shown as "".`,
		Source: "RFC 7643 §2.5: the server may give a default to what was not sent",
		Apply:  fill(func(a *provider.Attribute) (any, bool) { return "", a.Type == "string" && !a.MultiValued }),
	}}
}

// extend adds the extension of the product.
func extend(b *Behaviors, values func(*Request, Tx, *Resource) Object) {
	onRender(func(rq *Request, tx Tx, r *Resource, view Object) {
		view[schemaAcme] = values(rq, tx, r)
		if urns, ok := view["schemas"].([]any); ok {
			view["schemas"] = append([]any{schemaAcme}, urns...)
		}
	})(b)
}

// fill shows a value for each attribute that has none and that with accepts. What is never returned stays away.
func fill(with func(*provider.Attribute) (any, bool)) func(*Behaviors) {
	return func(b *Behaviors) {
		onRender(func(rq *Request, _ Tx, r *Resource, view Object) {
			fillObject(view, rq.Settings.Type(r.Kind).Core.Attributes, with)
			if _, ok := view["externalId"]; !ok {
				if v, ok := with(rq.Settings.Type(r.Kind).Attribute("externalId")); ok {
					view["externalId"] = v
				}
			}
		})(b)
	}
}

func fillObject(o Object, attributes []*provider.Attribute, with func(*provider.Attribute) (any, bool)) {
	for _, a := range attributes {
		v, there := o[a.Name]
		if list, ok := v.([]any); ok && len(list) == 0 {
			there = false
		}
		switch {
		case a.Returned == "never":
		case !there:
			if empty, ok := with(a); ok {
				o[a.Name] = empty
			}
		case a.Name == "name":
			if name, ok := v.(Object); ok {
				name = maps.Clone(name)
				fillObject(name, a.SubAttributes, with)
				o[a.Name] = name
			}
		case a.Name == "emails" && v != nil:
			o[a.Name] = eachObject(v, func(email Object) { fillObject(email, a.SubAttributes, with) })
		}
	}
}
