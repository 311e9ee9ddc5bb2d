package provider

import (
	"net/http"
	"slices"
	"strings"
)

func lookupFaults() []Fault {
	return slices.Concat(lookupFilterFaults(), lookupWhomFaults(), lookupListFaults())
}

// lookupFilterFaults misread or refuse the filter.
func lookupFilterFaults() []Fault {
	return []Fault{
		{
			ID: "lookup-plus-as-space", Category: "user-lookup", Level: Must,
			Story:  "The filter is decoded twice, so that nobody with a plus sign in the userName is found and their creates fail with 409.",
			Source: "https://github.com/appsmithorg/appsmith/issues/25452",
			Apply: func(b *Behaviours) {
				next := b.ParseFilter
				b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
					return next(rq, strings.ReplaceAll(raw, "+", " "))
				}
			},
		},
		{
			ID: "lookup-quoted-value-rejected", Category: "user-lookup", Level: Must,
			Story:  "The quotes around the userName are taken for a part of it: nobody is ever found, and each create of somebody who exists fails.",
			Source: "https://github.com/wso2/product-is/issues/3373",
			Apply:  lookUpBy(func(asked, stored string) bool { return stored == `"`+asked+`"` }),
		},
		{
			ID: "lookup-filter-dropped-with-other-params", Category: "user-lookup", Level: Must,
			Story:  "The filter does not count when startIndex stands beside it: Okta gets everybody and links the wrong person.",
			Source: "https://github.com/wso2/product-is/issues/5090",
			Apply: filterDropped(func(rq *Request, _ *Filter) bool {
				return rq.HTTP.URL.Query().Has("startIndex")
			}),
		},
		{
			ID: "lookup-quoted-space-escape-parse-error", Category: "user-lookup", Level: Must,
			Story:  "The filter is split at blanks and knows no escapes: whoever has a blank or a quote in his name cannot be linked.",
			Source: "https://github.com/kanidm/kanidm/issues/3673",
			Apply: func(b *Behaviours) {
				next := b.ParseFilter
				b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
					if rq.IsUser() && (len(strings.Fields(raw)) != 3 || strings.Contains(raw, `\`)) {
						return nil, invalidFilter("The filter %q cannot be read.", raw)
					}
					return next(rq, raw)
				}
			},
		},
		{
			ID: "lookup-special-username-500", Category: "user-lookup", Level: Must,
			Story:  "Signs that mean something to the database break the query: the task of such a user ends with an internal server error.",
			Source: "https://github.com/wso2/product-is/issues/5119",
			Apply: lookUpFails(func(asked string) error {
				if strings.ContainsAny(asked, `'"\%;()`) {
					return errSoftware
				}
				return nil
			}),
		},
		{
			ID: "lookup-plus-encoded-blank-rejected", Category: "user-lookup", Level: Must,
			Story:  "Blanks of a filter are understood as %20 only, and Okta has been seen to write them as +: every look-up fails.",
			Source: "the grid: a look-up × both encodings",
			Apply:  plusIsPlus,
		},
		{
			ID: "lookup-without-paging-finds-all", Category: "user-lookup", Level: Must,
			Story:  "The filter counts only together with paging parameters, and Okta's SPEC test sends it alone.",
			Source: "the grid: a look-up × without paging",
			Apply: filterDropped(func(rq *Request, _ *Filter) bool {
				return !rq.HTTP.URL.Query().Has("startIndex")
			}),
		},
		{
			ID: "lookup-must-come-first", Category: "user-lookup", Level: Must,
			Story:  "The filter is read only as the first parameter; any other order finds everybody.",
			Source: "the grid: a look-up × order of the parameters",
			Apply: filterDropped(func(rq *Request, _ *Filter) bool {
				return !strings.HasPrefix(rq.HTTP.URL.RawQuery, "filter")
			}),
		},
		{
			ID: "lookup-race-mixed-up", Category: "user-lookup", Level: Must,
			Story:  "The filter is kept where all requests share it: of two look-ups at once, one gets the other's answer.",
			Source: "the grid: a look-up × several at once",
			Apply:  sharedFilter,
		},
		{
			ID: "lookup-unknown-not-200-empty", Category: "user-lookup", Level: Must,
			Story:  "A look-up that finds nobody is answered 404 with an empty body, and Okta stops before it creates the user.",
			Source: "https://github.com/wso2/charon/issues/60",
			Apply:  missAnswered404,
		},
	}
}

// filterDropped forgets some filters of users.
func filterDropped(when func(*Request, *Filter) bool) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.ParseFilter
		b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
			f, err := next(rq, raw)
			if err == nil && f != nil && rq.IsUser() && when(rq, f) {
				return nil, nil
			}
			return f, err
		}
	}
}

// missAnswered404 answers a look-up of a user that found nobody as if there were no look-ups.
func missAnswered404(b *Behaviours) {
	next := b.List
	b.List = func(rq *Request) (*Response, error) {
		found, err := next(rq)
		if err == nil && rq.IsUser() && rq.Query.Filter != nil && found.Object()["totalResults"] == 0 {
			return respond(http.StatusNotFound, nil), nil
		}
		return found, err
	}
}

// plusIsPlus takes every + of the query for what it is.
func plusIsPlus(b *Behaviours) {
	next := b.ParseQuery
	b.ParseQuery = func(rq *Request) error {
		asked := rq.HTTP
		defer func() { rq.HTTP = asked }()
		u, h := *asked.URL, *asked
		u.RawQuery = strings.ReplaceAll(u.RawQuery, "+", "%2B")
		h.URL, rq.HTTP = &u, &h
		return next(rq)
	}
}

// sharedFilter keeps for each tenant the filter that came last.
func sharedFilter(b *Behaviours) {
	var last recall[*Filter]
	next := b.ParseFilter
	b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
		f, err := next(rq, raw)
		if _, ok := userNameAsked(rq, f, err); !ok {
			return f, err
		}
		last.set(rq, "", f)
		linger(rq)
		f, _ = last.get(rq, "")
		return f, nil
	}
}
