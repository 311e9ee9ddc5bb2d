package profile

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
)

func (v *validator) scim() {
	scim := &v.profile.SCIM
	if scim.BaseURL != "" {
		base, problem, fix := checkBaseURL(scim.BaseURL)
		if problem != "" {
			v.note("scim.base_url", hiddenURL(scim.BaseURL), problem, fix)
		} else {
			scim.BaseURL = base
		}
	}
	if scim.Settle.Duration < 0 || scim.Settle.Duration > MaxSettle {
		v.refuse("scim.settle", "`scim.settle` must be from 0s to 15m",
			"give the time after which a change surely shows; 2s is the default")
	}
	v.auth(scim.Auth)
	if (scim.TLS.CertFile == "") != (scim.TLS.KeyFile == "") {
		has, lacks := "cert_file", "key_file"
		if scim.TLS.CertFile == "" {
			has, lacks = lacks, has
		}
		v.refuse("scim.tls."+has, fmt.Sprintf("`scim.tls` has a `%s` but no `%s`: a client certificate needs both", has, lacks),
			fmt.Sprintf("add `%s`, or remove `%s`", lacks, has))
	}
	for _, file := range []struct{ path, name string }{
		{"scim.tls.ca_file", scim.TLS.CAFile}, {"scim.tls.cert_file", scim.TLS.CertFile}, {"scim.tls.key_file", scim.TLS.KeyFile},
	} {
		if strings.Contains(file.name, "-----BEGIN") {
			v.note(file.path, hideValue, name(file.path)+" holds PEM text instead of the name of a file",
				"save it to a file and give the file's name; if a real private key was saved in this file, replace it")
		}
	}
}

func (v *validator) auth(auth Auth) {
	known := texts(Schemes())
	if !regexp.MustCompile(`^[A-Za-z]{1,12}$`).MatchString(string(auth.Scheme)) {
		v.note("scim.auth.scheme", hideValue, "`scim.auth.scheme` is not a scheme that Okta's HTTP Header or Basic mode can send",
			"one of: "+strings.Join(known, ", ")+"; the token itself belongs in an environment variable")
	} else {
		v.oneOf("scim.auth.scheme", string(auth.Scheme), known)
	}
	taken := map[string]string{}
	for _, reference := range auth.references() {
		path := reference.Key
		switch other, twice := taken[strings.ToLower(reference.Variable)]; {
		case reference.Variable == "":
			if path == "scim.auth.token_env" {
				v.refuse(path, "`scim.auth.token_env` is empty", "name the environment variable that holds the token")
			}
			continue
		case isVariableName(strings.Trim(reference.Variable, "${}%")) && reference.Variable[0] < 'A':
			v.refuse(path, name(path)+" is written like a use of a variable, but is only its name", "write the name alone, without $, % or braces, such as OKTASCIM_TOKEN")
			continue
		case !isVariableName(reference.Variable):
			v.refuse(path, name(path)+" must be the name of an environment variable, but this is none; it may be the token itself, so it is not shown",
				"export the token as a variable and name that here, such as OKTASCIM_TOKEN: letters, digits and underscores; "+revoke)
			continue
		case twice:
			v.note(path, hideNothing, fmt.Sprintf("%s and `%s` name the same variable, `%s`: the two tokens must differ", name(path), other, reference.Variable),
				"name another variable, or remove the line: the checks that need it are then left out")
		}
		taken[strings.ToLower(reference.Variable)] = path
	}
}

// hiddenURL hides a URL that holds a user name or a password.
func hiddenURL(text string) hiding {
	if strings.Contains(text, "@") {
		return hideValue
	}
	return hideNothing
}

// CheckBaseURL reports what is wrong with a SCIM base URL, and is silent about secrets in it. Flags use it, too.
func CheckBaseURL(text string) error {
	if _, problem, fix := checkBaseURL(text); problem != "" {
		return fmt.Errorf("%s: %s", problem, fix)
	}
	return nil
}

// checkBaseURL is the URL without trailing slashes, or what is wrong with it and what to do.
func checkBaseURL(text string) (base, problem, fix string) {
	const example = "such as https://app.example.com/scim/v2"
	parsed, err := url.Parse(text)
	switch {
	case regexp.MustCompile(`://[^/?#]*@`).MatchString(text):
		return "", "`scim.base_url` holds a user name or password (not shown)",
			"remove everything before the @, and use `auth: {scheme: Basic}` with a variable that holds \"user name:password\"; " + revoke
	case strings.ContainsAny(text, "?#"):
		return "", "`scim.base_url` holds a query or a fragment (? or #), which Okta would not send", "give the address up to there, " + example
	case strings.ContainsAny(text, " {}<>|\\^`\""):
		return "", "`scim.base_url` holds a space or a placeholder such as {tenant}", "write the real address, " + example
	case !strings.Contains(text, "://"):
		return "", "`scim.base_url` does not start with https:// or http://", "give the whole address, " + example
	case err != nil || parsed.Hostname() == "":
		return "", "`scim.base_url` is not a URL with a host name", "give the whole address, " + example
	case parsed.Scheme != "https" && parsed.Scheme != "http":
		return "", fmt.Sprintf("`scim.base_url` starts with %s, but SCIM is spoken over https or http", Quoted(parsed.Scheme+"://")), "give the whole address, " + example
	}
	base = strings.TrimRight(text, "/")
	for _, end := range []string{"/Users", "/Groups", "/ServiceProviderConfig"} {
		if strings.HasSuffix(strings.ToLower(base), strings.ToLower(end)) {
			return "", fmt.Sprintf("`scim.base_url` ends in %s, which is an endpoint below the base URL", end),
				"give what Okta's field \"SCIM connector base URL\" takes: the address without " + end
		}
	}
	return base, "", ""
}

// checkDomain says what is wrong with a domain of test users and what to do; both empty when nothing is.
func checkDomain(domain string) (problem, fix string) {
	const advice = "give a domain such as example.com or test.example.com"
	label := `[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?`
	switch lower := strings.ToLower(domain); {
	case strings.Contains(domain, "@"):
		return "`test_data.domain` holds an address, but is only the part after the @", advice
	case strings.Contains(domain, "/"):
		return "`test_data.domain` is a URL or a path", advice
	case !regexp.MustCompile(`^(?:`+label+`\.)+`+label+`$`).MatchString(lower) || len(domain) > 200,
		regexp.MustCompile(`\.[0-9]+$`).MatchString(lower):
		return fmt.Sprintf("`test_data.domain` is %s, which is not a domain name", Quoted(domain)), advice
	}
	return "", ""
}

// checkPrefix says what is wrong with the prefix of test data and what to do; both empty when nothing is.
func checkPrefix(prefix string) (problem, fix string) {
	if regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?$`).MatchString(prefix) {
		return "", ""
	}
	return fmt.Sprintf("`test_data.prefix` is %s, which cannot start every userName and group name", Quoted(prefix)),
		"use lower-case letters, digits and inner hyphens, 20 at most, such as oktascim"
}

// isEmail reports whether text is a plain e-mail address: no display name, no angle brackets.
func isEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text
}
