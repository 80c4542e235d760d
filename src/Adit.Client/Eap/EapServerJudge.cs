using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Stores;
using Adit.Certificates.Validation;
using Adit.Diagnosis;
using Adit.Protocols;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Eap.Peers;

namespace Adit.Client.Eap;

/// <summary>
/// Judges the server that authenticates by the rules of its role, the names and the roots that the profile expects. As with Windows, its
/// revocation is not looked up: there is no network yet but the one that it guards.
/// </summary>
internal sealed class EapServerJudge(TrustAnchors trust, ServerExpectations expected, IDistrustedCertificates? distrusted, TimeProvider clock)
    : IServerCertificates
{
    public Failure? Refusal { get; private set; }

    public TlsAlert? Verify(IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        var certificates = new List<X509Certificate2>();
        try
        {
            certificates.AddRange(chain.Select(der => X509CertificateLoader.LoadCertificate(der.Span)));
            var verdict = new ServerCertificateValidator(trust, expected, distrusted).ValidateEapServer(certificates[0], certificates.Skip(1), clock.GetUtcNow());
            return verdict.Failure is { } failure ? Refuse(failure) : null;
        }
        catch (CryptographicException e)
        {
            return Refuse(new CertificateFailure.Malformed(e.Message));
        }
        finally
        {
            foreach (var certificate in certificates)
                certificate.Dispose();
        }
    }

    private TlsAlert Refuse(CertificateFailure failure)
    {
        var (rule, details) = (failure.Code, FailureFacts.Describe(failure));
        Refusal = failure switch
        {
            CertificateFailure.Expired => new ClientEapFailure.ServerCertificateExpired(rule, details),
            CertificateFailure.UntrustedRoot or CertificateFailure.IncompleteChain or CertificateFailure.NotPinned =>
                new ClientEapFailure.ServerRootNotTrusted(rule, details),
            CertificateFailure.NameNotListed => new ClientEapFailure.ServerNameUnexpected(rule, details),
            _ => new ClientEapFailure.ServerCertificateInvalid(rule, details),
        };
        return CertificateAlert.Of(failure);
    }
}
