using Adit.Server.Configuration;

namespace Adit.Server.Hosting;

/// <summary>Has the certificate issued anew where the server's names change.</summary>
internal sealed class ReloadedNames(UpOptions options, CertificateKeeper certificate) : IReloadable
{
    public ValueTask<IPreparedChange> PrepareAsync(ServerConfiguration next)
    {
        var former = certificate.Rename(HostIdentity.NamesOf(options, next));
        return new(new AppliedChange(() => certificate.Rename(former)));
    }
}
