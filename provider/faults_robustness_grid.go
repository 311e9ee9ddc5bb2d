package provider

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// robustnessGridFaults are those that a walk over odd values, sizes and parallel requests finds.
func robustnessGridFaults() []Fault {
	return []Fault{
		{
			ID: "rob-emoji-question-mark", Category: "robustness", Level: Must,
			Story:  "Characters outside the Basic Multilingual Plane are stored as question marks.",
			Source: "the grid: a create with odd values × GET by id",
			Apply: func(b *Behaviours) {
				storeTexts(b, func(s string) string {
					return strings.Map(func(r rune) rune {
						if r > 0xffff {
							return '?'
						}
						return r
					}, s)
				})
			},
		},
		{
			ID: "rob-percent-decoded", Category: "robustness", Level: Must,
			Story:  "Values are decoded as if they came from a URL: 100%25 becomes 100%.",
			Source: "the grid: a create with odd values × GET by id",
			Apply: func(b *Behaviours) {
				storeTexts(b, func(s string) string {
					if decoded, err := url.PathUnescape(s); err == nil {
						return decoded
					}
					return s
				})
			},
		},
		{
			ID: "rob-apostrophe-500", Category: "robustness", Level: Must,
			Story:  "An apostrophe in a value ends the text in a statement of the database: 500 for every O'Neil.",
			Source: "the grid: a create with odd values × status",
			Apply: func(b *Behaviours) {
				onTexts(b, func(s string) error {
					if strings.Contains(s, "'") {
						return errors.New("syntax error at or near the end of the statement")
					}
					return nil
				})
			},
		},
		{
			ID: "rob-empty-text-refused", Category: "profile-update", Level: Must,
			Story:  `A PUT with "" for a value that was cleared in Okta is refused with 400, and no update of that user gets through.`,
			Source: "the grid: an update with an emptied attribute × status",
			Apply: func(b *Behaviours) {
				next := b.Replace
				b.Replace = func(rq *Request) (*Response, error) {
					empty := eachText(rq.Body, func(s string) error {
						if s == "" {
							return invalidValue("A value must not be empty.")
						}
						return nil
					})
					if empty != nil && rq.IsUser() {
						return nil, empty
					}
					return next(rq)
				}
			},
		},
		{
			ID: "rob-body-limit-50k", Category: "robustness", Level: Must,
			Story:  "A body of more than 50 kB is refused with 413, the default of some web server: large groups cannot be pushed.",
			Source: "the grid: a group with many members × status",
			Apply: func(b *Behaviours) {
				next := b.ReadBody
				b.ReadBody = func(rq *Request) error {
					err := next(rq)
					if err == nil && len(rq.Raw) > 50_000 {
						return Refuse(http.StatusRequestEntityTooLarge, "", "The body is larger than the 50000 bytes allowed.")
					}
					return err
				}
			},
		},
		{
			ID: "rob-parallel-writes-500", Category: "robustness", Level: Must,
			Story:  "Writes at the same time lock each other out: all but one end in 500, though Okta provisions in parallel.",
			Source: "the grid: several writes at once × status",
			Apply:  parallelWritesFail,
		},
	}
}

// storeTexts changes what is stored of texts in the body of a POST or PUT.
func storeTexts(b *Behaviours, change func(string) string) {
	next := b.Normalise
	b.Normalise = func(rq *Request, in Object) (Object, error) {
		out, err := next(rq, in)
		if err == nil {
			mapTexts(out, change)
		}
		return out, err
	}
}

// parallelWritesFail lets one request at a time write in a tenant, for as long as the others need to come.
func parallelWritesFail(b *Behaviours) {
	var mu sync.Mutex
	writing := map[string]bool{} // by tenant
	next := b.Write
	b.Write = func(rq *Request, do func(Tx) error) error {
		mu.Lock()
		locked := writing[rq.Tenant]
		writing[rq.Tenant] = true
		mu.Unlock()
		if locked {
			return errors.New("database is locked")
		}
		defer func() {
			mu.Lock()
			defer mu.Unlock()
			writing[rq.Tenant] = false
		}()
		linger(rq)
		return next(rq, do)
	}
}
