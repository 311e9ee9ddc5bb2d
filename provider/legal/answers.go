package legal

import (
	"net/http"

	"github.com/oktascim/oktascim/provider"
)

// answerVariants differ in the status, the Location or the body of the answer to a write.
func answerVariants() []Variant {
	return []Variant{{
		ID: "patch-204", Story: "Every PATCH is answered 204 without a body.",
		Source: "RFC 7644 §3.5.2; Okta SCIM 2.0 reference",
		Apply: func(b *Behaviors) {
			next := b.Patch
			b.Patch = func(rq *Request) (*Response, error) {
				answer, err := next(rq)
				if err == nil && rq.Query.Fields.Everything() {
					answer = provider.Respond(http.StatusNoContent, nil)
				}
				return answer, err
			}
		},
	}, {
		ID: "patch-whole-answer", Story: "Every PATCH, of a group too, is answered 200 with the whole resource.",
		Source: "RFC 7644 §3.5.2",
		Apply:  patchWithBody,
	}, {
		ID: "patch-brief-answer", Story: "PATCH of a group is answered 200 with the group but without its members.",
		Source: "RFC 7644 §3.5.2; RFC 7643 §4.2: members is returned by default, not always",
		Apply: func(b *Behaviors) {
			onShow(b, func(rq *Request, _ *Resource, view Object) {
				if rq.IsGroup() && rq.Operation == provider.OpPatch {
					delete(view, "members")
				}
			})
			patchWithBody(b)
		},
	}, {
		ID: "delete-200", Story: "DELETE is answered 200 with what was deleted.",
		Source: "RFC 9110 §9.3.5",
		Apply: func(b *Behaviors) {
			take, answerTo := b.Remove, b.Delete
			b.Remove = func(rq *Request, tx Tx, r *Resource) error {
				rq.Note("deleted", rq.Do.Show(rq, tx, r))
				return take(rq, tx, r)
			}
			b.Delete = func(rq *Request) (*Response, error) {
				answer, err := answerTo(rq)
				if deleted, ok := rq.Notes["deleted"].(Object); ok && err == nil {
					answer = provider.Respond(http.StatusOK, deleted)
				}
				return answer, err
			}
		},
	}, {
		ID: "deleted-group-410", Story: "A group that was deleted is answered 410 from then on.",
		Source: "RFC 9110 §15.5.11",
		Apply:  deletedGroupsAreGone,
	}, {
		ID: "no-location-header", Story: "A create is answered without the header Location; meta.location is there.",
		Source: "Okta reads the id, not Location (Okta SCIM 2.0 reference)",
		Apply: func(b *Behaviors) {
			onSuccess(b, func(_ *Request, answer *Response) { answer.Header.Del("Location") })
		},
	}, {
		ID: "relative-locations", Story: "Location, meta.location and $ref have no scheme and host.",
		Source: "RFC 9110 §10.2.2; RFC 7643 §2.3.7: a reference may be relative",
		Apply: func(b *Behaviors) {
			next := b.Location
			b.Location = func(rq *Request, kind, id string) string {
				host := len(rq.Server.BaseURL(rq.HTTP)) - len(rq.Server.BasePath())
				return next(rq, kind, id)[host:]
			}
		},
	}}
}

// patchWithBody keeps what a PATCH leaves behind, to answer with it.
func patchWithBody(b *Behaviors) {
	save, patch := b.Save, b.Patch
	b.Save = func(rq *Request, tx Tx, draft *Draft) error {
		err := save(rq, tx, draft)
		if err == nil && rq.Operation == provider.OpPatch {
			rq.Note("patched", rq.Do.Show(rq, tx, draft.After))
		}
		return err
	}
	b.Patch = func(rq *Request) (*Response, error) {
		answer, err := patch(rq)
		if patched, ok := rq.Notes["patched"].(Object); ok && err == nil && answer.Body == nil {
			answer = provider.Respond(http.StatusOK, patched)
		}
		return answer, err
	}
}

func deletedGroupsAreGone(b *Behaviors) {
	var deleted perTenant[map[string]bool]
	take, find := b.Remove, b.Load
	b.Remove = func(rq *Request, tx Tx, r *Resource) error {
		err := take(rq, tx, r)
		if err == nil && r.Kind == provider.KindGroup {
			deleted.with(rq.Tenant, func(ids *map[string]bool) {
				if *ids == nil {
					*ids = map[string]bool{}
				}
				(*ids)[r.ID] = true
			})
		}
		return err
	}
	b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
		r, err := find(rq, tx, kind, id)
		if err == nil || kind != provider.KindGroup {
			return r, err
		}
		deleted.with(rq.Tenant, func(ids *map[string]bool) {
			if (*ids)[id] {
				err = provider.Refuse(http.StatusGone, "", "The group with the id %q was deleted.", id)
			}
		})
		return nil, err
	}
}
