package prose

import (
	"net/url"
	"regexp"
	"strings"
)

// oktaPages are Okta's public pages that our references name in words.
var oktaPages = []Link{
	{"Okta SCIM 2.0 reference", "https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20"},
	{"Okta SCIM FAQ", "https://developer.okta.com/docs/concepts/scim/faqs/"},
	{"Okta SPEC step", "https://developer.okta.com/docs/guides/scim-provisioning-integration-prepare/main/"},
	{"Okta CRUD step", "https://developer.okta.com/docs/guides/scim-provisioning-integration-test/main/"},
}

var (
	rfcSection = regexp.MustCompile(`(?:RFC (\d{3,5})(?: §([0-9]+(?:\.[0-9]+)*))?)|§([0-9]+(?:\.[0-9]+)*)|https?://[^\s)]+`)
)

// Links splits a reference into texts and links: RFC sections lead to
// datatracker.ietf.org, Okta's pages to developer.okta.com, an address to
// itself. A part without an address is plain text.
func Links(ref string) []Link {
	ref = Clean(Clipped(ref, 400))
	for _, page := range oktaPages {
		if rest, ok := strings.CutPrefix(ref, page.Text); ok {
			return append([]Link{page}, Links(rest)...)
		}
	}
	var out []Link
	rfc, end := "", 0
	for _, m := range rfcSection.FindAllStringSubmatchIndex(ref, -1) {
		text := ref[m[0]:m[1]]
		href := ""
		switch {
		case m[2] >= 0:
			rfc = ref[m[2]:m[3]]
			href = rfcAddress(rfc, group(ref, m, 2))
		case m[6] >= 0 && rfc != "":
			href = rfcAddress(rfc, group(ref, m, 3))
		case strings.HasPrefix(text, "http"):
			href = webAddress(text)
		}
		if href == "" {
			continue
		}
		if m[0] > end {
			out = append(out, Link{Text: ref[end:m[0]]})
		}
		out = append(out, Link{Text: text, Href: href})
		end = m[1]
	}
	if end < len(ref) {
		out = append(out, Link{Text: ref[end:]})
	}
	return out
}

func group(text string, match []int, n int) string {
	if match[2*n] < 0 {
		return ""
	}
	return text[match[2*n]:match[2*n+1]]
}

func rfcAddress(number, section string) string {
	address := "https://datatracker.ietf.org/doc/html/rfc" + number
	if section != "" {
		address += "#section-" + section
	}
	return address
}

// webAddress is the address when it is one of the web, else nothing.
func webAddress(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.String()
}

// Link leads to a part of the page or to a source.
type Link struct{ Text, Href string }
