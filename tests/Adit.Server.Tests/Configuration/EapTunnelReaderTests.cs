using Adit.Access.Decisions;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Peap;
using Adit.Protocols.Eap.Ttls;
using Adit.Server.Configuration;

namespace Adit.Server.Tests.Configuration;

public sealed class EapTunnelReaderTests
{
    [Fact]
    public void What_is_allowed_inside_of_the_tunnels_is_chosen()
    {
        var read = Read("access:\n  eap: [ peap, ttls ]\n  peap: { inner: [ tls, mschapv2 ], cryptoBinding: required }\n  ttls: { inner: [ chap, eap-tls, pap ] }\n");

        Assert.Equal([EapType.Peap, EapType.Ttls], read.EapMethods);
        Assert.Equal([EapType.Tls, EapType.MsChapV2], read.Peap.Inner);
        Assert.Equal(PeapBindingRule.Required, read.Peap.CryptoBinding);
        Assert.Equal([TtlsMethod.Chap, TtlsMethod.Pap], read.Ttls.Methods);
        Assert.Equal([EapType.Tls], read.Ttls.Eap);
    }

    [Fact]
    public void Without_a_word_settings_equal_the_defaults()
    {
        Assert.Equal(new PeapOptions(), Read("").Peap);
        Assert.Equal(new TtlsOptions(), Read("").Ttls);
    }

    [Theory]
    [InlineData("access:\n  peap: { inner: md5 }\n")]
    [InlineData("access:\n  peap: { inner: peap }\n")]
    [InlineData("access:\n  peap: { inner: [] }\n")]
    [InlineData("access:\n  peap: { cryptoBinding: no }\n")]
    [InlineData("access:\n  ttls: { inner: tls }\n")]
    [InlineData("access:\n  ttls: { cryptoBinding: required }\n")]
    public void What_is_not_possible_inside_is_a_fault(string text) =>
        Assert.NotEmpty(Assert.Throws<ConfigurationException>(() => Read(text)).Faults);

    private static AccessOptions Read(string text) => ConfigurationReader.Read("adit.yaml", text).Access;
}
