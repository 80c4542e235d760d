using System.Globalization;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Tests.Radius;

public sealed class AccessReasonTests
{
    [Theory]
    [InlineData(AccessReason.NoSuchUser, 691)]
    [InlineData(AccessReason.WrongCredentials, 691)]
    [InlineData(AccessReason.NoSuitablePassword, 691)]
    [InlineData(AccessReason.AccountLocked, 691)]
    [InlineData(AccessReason.InternalError, 691)]
    [InlineData(AccessReason.AccountDisabled, 647)]
    [InlineData(AccessReason.AccountExpired, 647)]
    [InlineData(AccessReason.LogonHours, 646)]
    [InlineData(AccessReason.NoNetworkPolicy, 649)]
    [InlineData(AccessReason.DialInDenied, 649)]
    [InlineData(AccessReason.CallingStationMismatch, 649)]
    [InlineData(AccessReason.OnDenyList, 649)]
    [InlineData(AccessReason.PasswordExpired, 648)]
    public void A_reason_is_told_as_one_of_the_codes_that_Windows_knows(AccessReason reason, int error) =>
        Assert.Equal(error, MsChapV2Error.For(reason));

    [Theory]
    [InlineData(AccessReason.InternalError)]
    [InlineData(AccessReason.NoSuchUser)]
    [InlineData(AccessReason.WrongCredentials)]
    [InlineData(AccessReason.NoSuitablePassword)]
    [InlineData(AccessReason.AccountDisabled)]
    [InlineData(AccessReason.AccountExpired)]
    [InlineData(AccessReason.AccountLocked)]
    [InlineData(AccessReason.CryptoBindingInvalid)]
    [InlineData(AccessReason.CryptoBindingMissing)]
    [InlineData(AccessReason.PasswordExpired)]
    [InlineData(AccessReason.LogonHours)]
    [InlineData(AccessReason.OnDenyList)]
    [InlineData(AccessReason.DialInDenied)]
    [InlineData(AccessReason.CallingStationMismatch)]
    [InlineData(AccessReason.CertificateRevoked)]
    [InlineData(AccessReason.RevocationUnchecked)]
    [InlineData(AccessReason.RevocationOffline)]
    [InlineData(AccessReason.UntrustedRoot)]
    [InlineData(AccessReason.NoCommonAlgorithm)]
    [InlineData(AccessReason.CertificateNotInTime)]
    [InlineData(AccessReason.CertificateWrongPurpose)]
    [InlineData(AccessReason.CertificateFaulty)]
    [InlineData(AccessReason.CertificateDistrusted)]
    [InlineData(AccessReason.IssuerNotForLogon)]
    [InlineData(AccessReason.NoCertificate)]
    public void What_we_refuse_for_has_a_failure_of_its_own_with_the_same_number(AccessReason reason) =>
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"NPS-{(int)reason:000}"), AccessFailure.For(reason).Code);

    [Fact]
    public void What_Windows_has_no_number_for_has_a_code_of_ours() =>
        Assert.Equal("EAP-101", AccessFailure.For(AccessReason.ServerCertificateRefused).Code);

    [Fact]
    public void Another_authority_s_reason_keeps_its_number() =>
        Assert.Equal(new AccessFailure.Refused(262), AccessFailure.For((AccessReason)262));
}
