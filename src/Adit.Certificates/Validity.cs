using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates;

/// <summary>From when until when a certificate is valid, both inclusive (RFC 5280 §4.1.2.5).</summary>
internal sealed record Validity(DateTimeOffset Begin, DateTimeOffset End)
{
    public TimeSpan Length => End - Begin;

    public static Validity Of(X509Certificate2 certificate) =>
        new(new DateTimeOffset(certificate.NotBefore.ToUniversalTime()), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));

    /// <summary>The part of both that is common; empty, with its end before its beginning, where none is.</summary>
    public Validity Within(Validity other) => new(Begin > other.Begin ? Begin : other.Begin, End < other.End ? End : other.End);
}
