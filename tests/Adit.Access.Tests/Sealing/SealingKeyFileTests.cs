using Adit.Access.Sealing;

namespace Adit.Access.Tests.Sealing;

public sealed class SealingKeyFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string KeyFile => _directory.File(SealingKeyFile.Name);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_first_start_makes_a_key_that_only_its_owner_can_read()
    {
        Open();

        Assert.Equal(SecretSealer.KeyLength, new FileInfo(KeyFile).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.Single(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void The_next_start_opens_what_the_first_sealed()
    {
        var sealedSecret = Open().Seal("purpose", "alice", "secret"u8);

        Assert.True(Open().TryOpen("purpose", "alice", sealedSecret, out _));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.UserExecute)]
    public void A_key_that_others_may_use_is_refused(UnixFileMode more)
    {
        Open();
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);

        Assert.IsType<SealingFailure.TooOpen>(Assert.Throws<SealingException>(Open).Failure);
    }

    [Fact]
    public void A_key_of_another_user_is_refused()
    {
        Open();

        var refused = Assert.Throws<SealingException>(() => SealingKeyFile.OpenOrCreate(_directory.Path, _ => false));

        Assert.Equal(new SealingFailure.NotOurs(KeyFile), refused.Failure);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_file_that_is_not_one_key_is_refused_and_left_alone(int length)
    {
        Open();
        File.WriteAllBytes(KeyFile, new byte[length]);

        Assert.Equal(new SealingFailure.Malformed(KeyFile, length), Assert.Throws<SealingException>(Open).Failure);
        Assert.Equal(length, new FileInfo(KeyFile).Length);
    }

    [Fact]
    public void A_key_left_half_made_by_a_crash_does_not_hinder_the_next_start()
    {
        File.WriteAllBytes(KeyFile + ".new", [1, 2, 3]);

        Open();

        Assert.Single(Directory.GetFiles(_directory.Path));
    }

    private SecretSealer Open() => SealingKeyFile.OpenOrCreate(_directory.Path, _ => true);
}
