using Adit.Certificates.Issuing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Adit.Server.Web;

/// <summary>What our CA publishes: its revocation list, and the certificate of the CA that issues (RFC 5280 §4.2.1.13 and §4.2.2.1).</summary>
internal static class AuthorityPages
{
    /// <summary>The path of the list, in DER.</summary>
    public const string List = "/ca/issuing.crl";

    /// <summary>The path of the root's list, in DER.</summary>
    public const string RootList = "/ca/root.crl";

    /// <summary>The path of the root's certificate, in DER.</summary>
    public const string Root = "/ca.crt";

    /// <summary>The path of the issuing CA's certificate, in DER.</summary>
    public const string Issuer = "/ca/issuing.crt";

    public static void Map(IEndpointRouteBuilder endpoints, CertificateAuthority ca, RevocationListPublisher lists)
    {
        endpoints.MapGet(List, () => Serve(lists.Current, "issuing.crl"));
        endpoints.MapGet(RootList, () => Serve(lists.Root, "root.crl"));
        endpoints.MapGet(Issuer, () => Results.File(ca.Issuer.RawData, "application/pkix-cert", "issuing.crt"));
    }

    private static IResult Serve(PublishedList? list, string name) => list is null
        ? Results.NotFound()
        : Results.Bytes(list.Der, "application/pkix-crl", name, lastModified: list.ThisUpdateUtc);
}
