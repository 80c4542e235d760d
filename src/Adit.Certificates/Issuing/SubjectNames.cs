using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Names;

namespace Adit.Certificates.Issuing;

/// <summary>The subject and alternative names of a certificate, by the rules of its template.</summary>
internal sealed record SubjectNames(X500DistinguishedName Subject, X509Extension? AlternativeNames)
{
    private const int MaxNames = 100;
    private const int MaxUserName = 256;

    /// <summary>X.520's limit for a common name.</summary>
    private const int MaxCommonName = 64;

    /// <exception cref="IssuingException">A name is not one of the template's kind, or there is none.</exception>
    public static SubjectNames Of(CertificateOrder order)
    {
        var template = order.Template;
        if (order.Names.Count == 0)
            throw new IssuingException(new IssuingFailure.NameMissing(template.Name));
        if (order.Names.Count > MaxNames)
            throw Refused(template, $"and {order.Names.Count - MaxNames} more than {MaxNames}");
        if (order.Email is { } email && (template.Names is not NameKinds.User || !IsEmail(email)))
            throw Refused(template, email);

        return template.Names switch
        {
            NameKinds.Host => OfHost(template, order.Names),
            NameKinds.Device => OfDevice(template, order.Names),
            _ => OfUser(template, order),
        };
    }

    /// <summary>What a request asks for, as far as the template takes it; in <paramref name="left"/> what it does not.</summary>
    public static CertificateOrder Requested(SigningRequest request, CertificateTemplate template, List<string> left)
    {
        var asked = request.AlternativeNames;
        string[] common = request.CommonName is { } name ? [name] : [];
        string[] hosts = [.. asked.Dns, .. asked.Addresses.Select(address => address.ToString())];
        string[] users = [.. asked.Principals, .. asked.Emails];
        var takesUsers = template.Names is NameKinds.User;
        left.AddRange((takesUsers ? hosts : users).Select(each => $"the name {each}"));
        if (!takesUsers)
        {
            string[] fit = template.Names is NameKinds.Device ? asked.Dns.ToArray() : hosts;
            return new CertificateOrder(template, [.. (fit.Length > 0 ? fit : common).Distinct(StringComparer.OrdinalIgnoreCase)]);
        }

        var names = asked.Principals.Concat(common).Concat(asked.Emails).Take(1).ToArray();
        return new CertificateOrder(template, names) { Email = asked.Emails.Count > 0 ? asked.Emails[0] : null };
    }

    private static SubjectNames OfHost(CertificateTemplate template, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (!ServerName.TryParse(name, out _))
                throw Refused(template, name);
        }

        var profile = ServerProfile.For(names);
        return new SubjectNames(profile.Subject, profile.AlternativeNames);
    }

    private static SubjectNames OfDevice(CertificateTemplate template, IReadOnlyList<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (!ServerName.TryParse(name, out var parsed) || parsed is not ServerName.Dns dns || dns.Value.StartsWith('*'))
                throw Refused(template, name);
            builder.AddDnsName(dns.Value);
        }

        return new SubjectNames(CommonName(names[0]), builder.Build());
    }

    /// <summary>An account without a domain stands in the common name alone: a principal name has an @.</summary>
    private static SubjectNames OfUser(CertificateTemplate template, CertificateOrder order)
    {
        var name = order.Names.Count == 1 && IsUserName(order.Names[0]) ? order.Names[0] : throw Refused(template, string.Join(' ', order.Names));
        var builder = new SubjectAlternativeNameBuilder();
        var isPrincipal = name.Contains('@', StringComparison.Ordinal);
        if (isPrincipal)
            builder.AddUserPrincipalName(name);
        if (order.Email is { } email)
            builder.AddEmailAddress(email);
        return new SubjectNames(CommonName(name), isPrincipal || order.Email is not null ? builder.Build() : null);
    }

    private static X500DistinguishedName CommonName(string name)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(name[..Math.Min(name.Length, MaxCommonName)]);
        return builder.Build();
    }

    private static bool IsUserName(string name) =>
        name is { Length: > 0 and <= MaxUserName } && name.Count(c => c == '@') <= 1 && name[0] != '@' && name[^1] != '@' && name.All(IsVisible);

    private static bool IsEmail(string text) =>
        text.Length <= MaxUserName && text.All(c => char.IsAscii(c) && IsVisible(c)) && text.Count(c => c == '@') == 1 && text[0] != '@' && text[^1] != '@';

    private static bool IsVisible(char c) => char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    private static IssuingException Refused(CertificateTemplate template, string name) => new(new IssuingFailure.NameRefused(template.Name, name));
}
