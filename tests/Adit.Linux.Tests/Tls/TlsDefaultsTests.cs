using Adit.Linux.Tls;

namespace Adit.Linux.Tests.Tls;

public sealed class TlsDefaultsTests
{
    [Fact]
    public void Each_context_made_from_then_on_gives_back_the_buffers_of_idle_connections()
    {
        TlsDefaults.ReleaseIdleBuffers();
        TlsDefaults.ReleaseIdleBuffers();

        using var context = Libssl.NewContext(Libssl.AnyVersion());

        Assert.NotEqual(0, Libssl.Control(context, Libssl.SetMode, 0, 0) & Libssl.ReleaseBuffers);
    }
}
