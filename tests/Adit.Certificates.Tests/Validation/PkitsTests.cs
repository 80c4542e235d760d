using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Checking;
using Adit.Certificates.Tests.Support;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Tests.Validation;

/// <summary>NIST's test suite of path validation (PKITS): a certificate's name there says whether its path is valid.</summary>
public sealed class PkitsTests : IDisposable
{
    private static readonly Dictionary<string, X509Certificate2> _all = ReadAll();
    private static readonly DateTimeOffset _now = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly StateDirectory _state = new();

    public static TheoryData<string> Names => [.. _all.Keys.Where(name => name.EndsWith("EE", StringComparison.Ordinal))];

    public static TheoryData<string> NamesThatTell => [.. _all.Keys.Where(
        name => name.EndsWith("EE", StringComparison.Ordinal) && (name.StartsWith("Valid", StringComparison.Ordinal) || name.StartsWith("Invalid", StringComparison.Ordinal)))];

    public void Dispose() => _state.Dispose();

    [Theory]
    [MemberData(nameof(NamesThatTell))]
    public void A_path_is_valid_where_NIST_says_so(string name) => Assert.Equal(name.StartsWith("Valid", StringComparison.Ordinal), IsValid(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void And_openssl_says_the_same(string name)
    {
        var leaf = Write("leaf", [_all[name]]);
        var (exitCode, output) = OpenSsl.Run(
            "verify", "-policy_check", "-policy", "2.5.29.32.0", "-attime", $"{_now.ToUnixTimeSeconds()}", "-CAfile", Write("root", [_all["TrustAnchorRootCertificate"]]), "-untrusted", Write("above", Above(name)), leaf);

        Assert.True(IsValid(name) == (exitCode == 0), output);
    }

    private static bool IsValid(string name)
    {
        using var anchors = TrustAnchors.Of([X509CertificateLoader.LoadCertificate(_all["TrustAnchorRootCertificate"].RawData)]);
        return new CertificateChecker(anchors).Check(CertificateRole.Sstp, new CheckInput(_all[name], Above(name)), _now).Failures.Count == 0;
    }

    /// <summary>All that bears the name of an issuer, up to the root: which of them is meant is what a checker has to find.</summary>
    private static List<X509Certificate2> Above(string name)
    {
        var found = new List<X509Certificate2>();
        for (var wanted = new Queue<string>([Normal(_all[name].IssuerName)]); wanted.TryDequeue(out var issuer);)
        {
            foreach (var authority in _all.Where(one => !one.Key.EndsWith("EE", StringComparison.Ordinal)).Select(one => one.Value))
            {
                if (Normal(authority.SubjectName) != issuer || found.Contains(authority))
                    continue;

                found.Add(authority);
                wanted.Enqueue(Normal(authority.IssuerName));
            }
        }

        return found;
    }

    /// <summary>Names are compared without regard to case, and a space is as good as several (RFC 4518).</summary>
    private static string Normal(X500DistinguishedName name) =>
        string.Join(' ', name.Name.ToUpperInvariant().Replace("\"", "", StringComparison.Ordinal).Replace("=", "= ", StringComparison.Ordinal).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Where(part => part.Length > 0));

    private string Write(string name, IEnumerable<X509Certificate2> certificates)
    {
        File.WriteAllLines(_state.File(name), certificates.Select(certificate => certificate.ExportCertificatePem()));
        return _state.File(name);
    }

    private static Dictionary<string, X509Certificate2> ReadAll()
    {
        var all = new Dictionary<string, X509Certificate2>(StringComparer.Ordinal);
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Validation", "Vectors", "pkits.pem"));
        foreach (var entry in text.Split("-----END CERTIFICATE-----\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var pem = entry + "-----END CERTIFICATE-----\n";
            all[entry[..entry.IndexOf('\n', StringComparison.Ordinal)]] = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]));
        }

        return all;
    }
}
