using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Tests.Support;

/// <summary>Certificates of every kind, right and wrong, made for one test.</summary>
internal sealed record TestCertificate(X509Certificate2 Public, ECDsa Key);

/// <summary>How a test certificate differs from a good one.</summary>
internal sealed record Recipe(string Subject)
{
    public DateTimeOffset NotBefore { get; init; } = FixedClock.Today.AddDays(-30);

    public DateTimeOffset NotAfter { get; init; } = FixedClock.Today.AddDays(60);

    public string[] DnsNames { get; init; } = [];

    public string[] Addresses { get; init; } = [];

    /// <summary>Null for no extended key usages at all.</summary>
    public string[]? Purposes { get; init; } = ["1.3.6.1.5.5.7.3.1"];

    public bool IsAuthority { get; init; }

    public X509Extension? Extra { get; init; }

    /// <summary>Where the certificate says that its revocation list is published.</summary>
    public string[] Lists { get; init; } = [];

    /// <summary>Where it says that OCSP is answered.</summary>
    public string[] Responders { get; init; } = [];
}

internal static class TestPki
{
    public static TestCertificate Root(string subject = "CN=Test root", DateTimeOffset? notAfter = null) => SelfSigned(
        new Recipe(subject) { IsAuthority = true, Purposes = null, NotAfter = notAfter ?? FixedClock.Today.AddDays(3000) });

    public static Recipe Authority(string subject) => new(subject) { IsAuthority = true, Purposes = null };

    public static TestCertificate SelfSigned(Recipe recipe)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var generator = X509SignatureGenerator.CreateForECDsa(key);
        var request = Request(recipe, key);
        return new TestCertificate(request.Create(request.SubjectName, generator, recipe.NotBefore, recipe.NotAfter, [1, 2, 3]), key);
    }

    public static TestCertificate Issue(this TestCertificate issuer, Recipe recipe) => issuer.Issue(recipe, signWith: issuer.Key);

    /// <summary>With another key to sign with, the result is a forgery in the issuer's name.</summary>
    public static TestCertificate Issue(this TestCertificate issuer, Recipe recipe, ECDsa signWith, bool namesKey = true)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(recipe, key);
        if (namesKey)
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer.Public, true, false));
        var generator = X509SignatureGenerator.CreateForECDsa(signWith);
        var serial = RandomNumberGenerator.GetBytes(8);
        serial[0] = 1;
        return new TestCertificate(
            request.Create(issuer.Public.SubjectName, generator, recipe.NotBefore, recipe.NotAfter, serial), key);
    }

    public static string WritePem(this StateDirectory state, string name, params TestCertificate[] certificates)
    {
        File.WriteAllLines(state.File(name), certificates.Select(certificate => certificate.Public.ExportCertificatePem()));
        return state.File(name);
    }

    private static CertificateRequest Request(Recipe recipe, ECDsa key)
    {
        var request = new CertificateRequest(recipe.Subject, key, HashAlgorithmName.SHA256);
        var extensions = request.CertificateExtensions;
        extensions.Add(new X509BasicConstraintsExtension(recipe.IsAuthority, false, 0, true));
        extensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (recipe.IsAuthority)
            extensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        if (recipe.Purposes is not null)
            extensions.Add(new X509EnhancedKeyUsageExtension([.. recipe.Purposes.Select(purpose => new Oid(purpose))], false));
        if (recipe.DnsNames.Length + recipe.Addresses.Length > 0)
            extensions.Add(AlternativeNames(recipe));
        if (recipe.Extra is not null)
            extensions.Add(recipe.Extra);
        if (recipe.Lists.Length > 0)
            extensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension(recipe.Lists));
        if (recipe.Responders.Length > 0)
            extensions.Add(new X509AuthorityInformationAccessExtension(recipe.Responders, null));
        return request;
    }

    private static X509Extension AlternativeNames(Recipe recipe)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in recipe.DnsNames)
            builder.AddDnsName(name);
        foreach (var address in recipe.Addresses)
            builder.AddIpAddress(IPAddress.Parse(address));
        return builder.Build();
    }
}
