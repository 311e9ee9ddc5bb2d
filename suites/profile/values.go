package profile

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/oktascim/oktascim/suites/near"
)

// refusal says why a value is refused, to stand behind the name of its key, and what to do.
type refusal struct {
	message, fix string
	hide         bool // the value may hold a secret
}

func (r *refusal) Error() string { return r.message + ": " + r.fix }

func refused(message, fix string) *refusal { return &refusal{message: message, fix: fix} }

// formats are the formats of the schema that are not part of JSON Schema. Editors leave them out and go by the
// patterns.
var formats = map[string]func(text string) *refusal{
	"scim-base-url":    checkBaseURL,
	"duration-go":      checkDuration,
	"variable-name":    checkVariable,
	"file-name":        checkFile,
	"role-attribute":   checkRoleAttribute,
	"user-name":        checkUserName,
	"test-domain":      checkDomain,
	"test-name-prefix": checkPrefix,
}

// CheckBaseURL reports what is wrong with a SCIM base URL, and is silent about secrets in it. Flags use it, too.
func CheckBaseURL(text string) error {
	if r := checkBaseURL(text); r != nil {
		return fmt.Errorf("`scim.base_url` %w", r)
	}
	return nil
}

func checkBaseURL(text string) *refusal {
	const example = "such as https://app.example.com/scim/v2"
	const whole = "give the whole address, " + example
	refuse := func(message, fix string) *refusal { return &refusal{message, fix, strings.Contains(text, "@")} }
	parsed, err := url.Parse(text)
	switch {
	case regexp.MustCompile(`://[^/?#]*@`).MatchString(text):
		return refuse("holds a user name or password (not shown)", "remove everything before the @, and use "+
			"`auth: {scheme: Basic}` with a variable that holds \"user name:password\"; "+revoke)
	case strings.ContainsAny(text, "?#"):
		return refuse("holds a query or a fragment (? or #), which Okta would not send",
			"give the address up to there, "+example)
	case strings.ContainsAny(text, " {}<>|\\^`\""):
		return refuse("holds a space or a placeholder such as {tenant}", "write the real address, "+example)
	case !strings.Contains(text, "://"):
		return refuse("does not start with https:// or http://", whole)
	case err != nil || parsed.Hostname() == "":
		return refuse("is not a URL with a host name", whole)
	case parsed.Scheme != "https" && parsed.Scheme != "http":
		return refuse(fmt.Sprintf("starts with %s, but SCIM is spoken over https or http", Quoted(parsed.Scheme+"://")),
			whole)
	}
	base := strings.ToLower(strings.TrimRight(text, "/"))
	for _, end := range []string{"/Users", "/Groups", "/ServiceProviderConfig"} {
		if strings.HasSuffix(base, strings.ToLower(end)) {
			return refuse(fmt.Sprintf("ends in %s, which is an endpoint below the base URL", end),
				"give what Okta's field \"SCIM connector base URL\" takes: the address without "+end)
		}
	}
	return nil
}

func checkDuration(text string) *refusal {
	parsed, err := time.ParseDuration(text)
	switch {
	case err == nil && parsed >= 0 && parsed <= MaxSettle:
		return nil
	case err == nil:
		return refused("must be from 0s to 15m",
			"give the time after which a change surely shows; 2s is the default")
	case regexp.MustCompile(`^-?[0-9]{1,6}(\.[0-9]{1,3})?$`).MatchString(text):
		return refused(fmt.Sprintf("is %s, which lacks a unit", Quoted(text)),
			fmt.Sprintf("write %ss for seconds or %sm for minutes", text, text))
	}
	return refused(fmt.Sprintf("is %s, which is not a duration", Quoted(text)),
		"write a number with a unit and no space, such as 500ms, 2s or 5m")
}

func checkVariable(text string) *refusal {
	switch {
	case isVariableName(text):
		return nil
	case text == "":
		return refused("is empty", "name the environment variable that holds the token")
	case isVariableName(strings.Trim(text, "${}%")) && text[0] < 'A':
		return refused("is written like a use of a variable, but is only its name",
			"write the name alone, without $, % or braces, such as OKTASCIM_TOKEN")
	}
	return refused("must be the name of an environment variable, but this is none; "+
		"it may be the token itself, so it is not shown",
		"export the token as a variable and name that here, such as OKTASCIM_TOKEN: letters, digits and underscores; "+revoke)
}

func checkFile(text string) *refusal {
	if strings.Contains(text, "-----BEGIN") {
		return &refusal{"holds PEM text instead of the name of a file",
			"save it to a file and give the file's name; if a real private key was saved in this file, replace it", true}
	}
	return nil
}

// checkRoleAttribute says what is wrong with the place where a User shows its role: roles and userType are attributes
// of the core schema (RFC 7643 section 4.1), and a URN names one of an extension (RFC 7644 section 3.10).
func checkRoleAttribute(attribute string) *refusal {
	const advice = "use roles, userType, or the full name of an extension attribute, such as " +
		"urn:example:params:scim:schemas:extension:app:2.0:User:role"
	lower, shown := strings.ToLower(attribute), Quoted(attribute)
	meant := near.Word(attribute, []string{"roles", "userType"})
	switch isURN := strings.HasPrefix(lower, "urn:"); {
	case attribute == "roles" || attribute == "userType":
		return nil
	case !isURN && meant != "":
		return refused(fmt.Sprintf("is %s, which no SCIM User has", shown),
			fmt.Sprintf("did you mean `%s`? Otherwise %s", meant, advice))
	case !isURN:
		return refused(fmt.Sprintf("is %s, which is not a place where a role is read", shown), advice)
	case strings.HasSuffix(lower, ":user"):
		return refused("names a schema, not an attribute of it",
			"add the attribute's name at the end: "+attribute+":role")
	case !regexp.MustCompile(`^urn:[a-z0-9][a-z0-9-]{1,31}:[^\s:]+(?::[^\s:]+)*:[a-z$][\w$-]*$`).MatchString(lower):
		return refused(fmt.Sprintf("is %s, which is not the full name of an attribute", shown), advice)
	}
	return nil
}

func checkUserName(text string) *refusal {
	if strings.ContainsAny(text, " \t\"<>(),;:\\") || strings.Contains(text, "@") && !isEmail(text) {
		return refused(fmt.Sprintf("is %s, which is neither an e-mail address nor a userName", Quoted(text)),
			"give the administrator's userName alone, such as admin@example.com")
	}
	return nil
}

func checkDomain(domain string) *refusal {
	const advice = "give a domain such as example.com or test.example.com"
	label := `[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?`
	switch lower := strings.ToLower(domain); {
	case strings.Contains(domain, "@"):
		return refused("holds an address, but is only the part after the @", advice)
	case strings.Contains(domain, "/"):
		return refused("is a URL or a path", advice)
	case !regexp.MustCompile(`^(?:`+label+`\.)+`+label+`$`).MatchString(lower) || len(domain) > 200,
		regexp.MustCompile(`\.[0-9]+$`).MatchString(lower):
		return refused(fmt.Sprintf("is %s, which is not a domain name", Quoted(domain)), advice)
	}
	return nil
}

func checkPrefix(prefix string) *refusal {
	if regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?$`).MatchString(prefix) {
		return nil
	}
	return refused(fmt.Sprintf("is %s, which cannot start every userName and group name", Quoted(prefix)),
		"use lower-case letters, digits and inner hyphens, 20 at most, such as oktascim")
}

// isEmail reports whether text is a plain e-mail address: no display name, no angle brackets.
func isEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text
}
