package provider

import (
	"errors"
	"time"
	"unicode/utf8"
)

func robustnessFaults() []Fault {
	return append([]Fault{
		{
			ID: "rob-long-value-500", Category: "robustness", Level: Must,
			Story:  "A value of more than 255 characters overflows its column and ends in 500.",
			Source: "https://github.com/TracecatHQ/tracecat/issues/3530",
			Apply: func(b *Behaviours) {
				onTexts(b, func(s string) error {
					if utf8.RuneCountInString(s) > 255 {
						return errors.New("value too long for type character varying(255)")
					}
					return nil
				})
			},
		},
		{
			ID: "rob-utf8-garbled", Category: "robustness", Level: Must,
			Story:  "Bodies are read as Latin-1, so that Zoë arrives as ZoÃ«: names are broken everywhere.",
			Source: "https://github.com/GluuFederation/oxTrust/issues/372",
			Apply: func(b *Behaviours) {
				next := b.ReadBody
				b.ReadBody = func(rq *Request) error {
					if err := next(rq); err != nil {
						return err
					}
					runes := make([]rune, len(rq.Raw))
					for i, c := range rq.Raw {
						runes[i] = rune(c)
					}
					rq.Raw = []byte(string(runes))
					return nil
				}
			},
		},
		{
			ID: "rob-slow-list-timeout", Category: "robustness", Level: Must,
			Story:  "A list takes a quarter of a second for each user that there is: with 250 of them longer than the 60 s that Okta waits.",
			Source: "https://github.com/keycloak/keycloak/issues/46705",
			Apply: func(b *Behaviours) {
				next := b.List
				b.List = func(rq *Request) (*Response, error) {
					rows := 0
					err := rq.Do.Read(rq, func(tx Tx) error {
						rows = tx.Count(KindUser)
						return nil
					})
					if err != nil {
						return nil, err
					}
					if rq.IsUser() && rq.Query.Filter == nil {
						wait(rq, time.Duration(rows)*250*time.Millisecond)
					}
					return next(rq)
				}
			},
		},
	}, append(robustnessGridFaults(), robustnessNotationFaults()...)...)
}

// onTexts lets a fault fail on texts in the body of a POST or PUT.
func onTexts(b *Behaviours, check func(string) error) {
	next := b.Normalise
	b.Normalise = func(rq *Request, in Object) (Object, error) {
		out, err := next(rq, in)
		if err == nil {
			err = eachText(out, check)
		}
		return out, err
	}
}

func eachText(v any, check func(string) error) error {
	switch v := v.(type) {
	case string:
		return check(v)
	case Object:
		for _, x := range v {
			if err := eachText(x, check); err != nil {
				return err
			}
		}
	case []any:
		for _, x := range v {
			if err := eachText(x, check); err != nil {
				return err
			}
		}
	}
	return nil
}
