using Adit.Certificates.Issuing;

namespace Adit.Certificates.Tests.Issuing;

public sealed class InMemoryIssuedCertificatesTests : IssuedCertificatesContract
{
    protected override IIssuedCertificates Store { get; } = new InMemoryIssuedCertificates();
}
