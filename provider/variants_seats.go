package provider

import "net/http"

// seatVariants differ in how a user beyond the seat limit is refused, and who is.
func seatVariants() []Variant {
	refuseAs := func(status int, kind string) func(*Behaviours) {
		return func(b *Behaviours) {
			next := b.TakeSeat
			b.TakeSeat = func(rq *Request, tx Tx, before, after *Resource) error {
				err := next(rq, tx, before, after)
				if e := refusal(err); e != nil {
					return Refuse(status, kind, "%s", e.Detail)
				}
				return err
			}
		}
	}
	const source = "RFC 7644 §3.12: every 4xx may come with an Error; "
	return []Variant{
		{
			ID: "seat-refusal-400", Story: "A user beyond the seat limit is refused with 400 and a detail that tells why.",
			Source: source + "detail says what is wrong",
			Apply:  refuseAs(http.StatusBadRequest, ""),
		},
		{
			ID: "seat-refusal-402", Story: "A user beyond the seat limit is refused with 402.",
			Source: source + "https://github.com/bagofwords1/bagofwords/issues/540",
			Apply:  refuseAs(http.StatusPaymentRequired, ""),
		},
		{
			ID: "seat-refusal-409", Story: "A user beyond the seat limit is refused with 409 and no scimType.",
			Source: source + "RFC 9110 §15.5.10: a conflict with the state of the resource",
			Apply:  refuseAs(http.StatusConflict, ""),
		},
		{
			ID: "seat-refusal-own-type", Story: "A user beyond the seat limit is refused with 403 and a scimType of the product's own, userLimitReached.",
			Source: source + "https://github.com/wso2-extensions/identity-inbound-provisioning-scim2/issues/799",
			Apply:  refuseAs(http.StatusForbidden, "userLimitReached"),
		},
		{
			ID: "seats-for-creates-only", Story: "Only a create is refused at the seat limit; a user who was there may always become active again.",
			Source: "https://github.com/Flagsmith/flagsmith/issues/8370",
			Apply: func(b *Behaviours) {
				next := b.TakeSeat
				b.TakeSeat = func(rq *Request, tx Tx, before, after *Resource) error {
					if before != nil {
						return nil
					}
					return next(rq, tx, before, after)
				}
			},
		},
	}
}
