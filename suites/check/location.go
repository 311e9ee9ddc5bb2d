package check

import (
	"net"
	"net/url"
	"strings"
)

// Located is what a resource's URI (the Location header of a 201, or
// meta.location) says when it is read against the base URL of the service.
type Located struct {
	// Elsewhere is the origin it names when that is not the service's own.
	// Loopback names of one port are one origin.
	Elsewhere string
	// URLs are where it may lead, all of the service's origin; the query of the
	// base URL goes with them. Empty when it leads elsewhere.
	URLs []string
}

// Locate reads a resource's URI. An absolute one has one reading. A relative
// one has several, because servers disagree on what it is relative to: the base
// URL, the endpoint below it, or the base URL whatever its first slash.
func Locate(base, location string) (Located, []Problem) {
	b, err := url.Parse(base)
	if err != nil {
		return Located{}, nil
	}
	l, err := url.Parse(location)
	if err != nil || strings.TrimSpace(location) == "" {
		return Located{}, one("", "a URI", "%q", location)
	}
	if l.Host != "" {
		if unspecified(l.Hostname()) {
			return Located{}, one("", "a host that clients can reach", "%q, the address a server listens on", location)
		}
		if !sameOrigin(b, l) {
			return Located{Elsewhere: origin(l)}, nil
		}
	}
	root := *b
	root.RawQuery, root.Fragment = "", ""
	root.Path, root.RawPath = strings.TrimRight(root.Path, "/")+"/", ""
	var out Located
	for _, u := range readings(&root, l) {
		u.Scheme, u.Host, u.User = b.Scheme, b.Host, nil
		if u.RawQuery == "" {
			u.RawQuery = b.RawQuery
		}
		u.Fragment = ""
		if s := u.String(); !contains(out.URLs, s) {
			out.URLs = append(out.URLs, s)
		}
	}
	return out, nil
}

func readings(root, l *url.URL) []*url.URL {
	if l.Host != "" {
		u := *l
		return []*url.URL{&u}
	}
	below := *l
	below.Path = strings.TrimLeft(l.Path, "/")
	below.RawPath = strings.TrimLeft(l.RawPath, "/")
	users := root.ResolveReference(&url.URL{Path: "Users"})
	return []*url.URL{root.ResolveReference(l), root.ResolveReference(&below), users.ResolveReference(l)}
}

// EndsIn has a problem unless a resource's URI ends in its type's endpoint and
// its id (RFC 7644 §3.2), whatever host it names.
func EndsIn(location, endpoint, id string) []Problem {
	path := location
	if u, err := url.Parse(location); err == nil {
		path = u.Path
	}
	want := "/" + endpoint + "/" + id
	if strings.HasSuffix("/"+strings.TrimRight(path, "/"), want) {
		return nil
	}
	return one("", "a URI that ends in "+want, "%q", location)
}

// SameURI tells whether two URIs name one resource, whatever their origin; a
// relative one may leave out the beginning of the path.
func SameURI(a, b string) bool {
	u, err := url.Parse(a)
	if err != nil {
		return false
	}
	v, err := url.Parse(b)
	if err != nil || u.Path == "" || v.Path == "" {
		return false
	}
	long, short := u.Path, v.Path
	if len(long) < len(short) {
		long, short = short, long
	}
	return long == short || (u.Host == "" || v.Host == "") && strings.HasSuffix(long, "/"+strings.TrimLeft(short, "/"))
}

func sameOrigin(a, b *url.URL) bool {
	return (b.Scheme == "" || strings.EqualFold(a.Scheme, b.Scheme)) && port(a) == portLike(b, a) &&
		(strings.EqualFold(a.Hostname(), b.Hostname()) || loopback(a.Hostname()) && loopback(b.Hostname()))
}

func portLike(u, scheme *url.URL) string {
	if u.Scheme != "" {
		return port(u)
	}
	named := *u
	named.Scheme = scheme.Scheme
	return port(&named)
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if strings.EqualFold(u.Scheme, "https") {
		return "443"
	}
	return "80"
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

func unspecified(host string) bool {
	ip := net.ParseIP(host)
	return ip != nil && ip.IsUnspecified()
}

func origin(u *url.URL) string { return strings.TrimPrefix(u.Scheme+"://"+u.Host, "://") }

func contains(list []string, s string) bool {
	for _, e := range list {
		if e == s {
			return true
		}
	}
	return false
}
