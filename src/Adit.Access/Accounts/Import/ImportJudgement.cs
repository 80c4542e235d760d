using Adit.Protocols.Ip;

namespace Adit.Access.Accounts.Import;

/// <summary>Which accounts of a file can be added, beside those there are and beside one another.</summary>
internal sealed class ImportJudgement(IReadOnlyList<Account> present)
{
    private readonly Dictionary<AccountName, int> _names = present.ToDictionary(account => account.Name, _ => 0);
    private readonly Dictionary<Ipv4Address, int> _addresses = present.Where(account => account.Address is not null).ToDictionary(account => account.Address!.Value, _ => 0);
    private readonly Dictionary<Ipv6Prefix, int> _prefixes = present.Where(account => account.Ipv6Prefix is not null).ToDictionary(account => account.Ipv6Prefix!.Value, _ => 0);
    private int _slow;

    public List<Account> Accepted { get; } = [];

    public List<ImportFault> Faults { get; } = [];

    public List<(AccountName Name, string Password)> Generated { get; } = [];

    public int CountSlow() => ++_slow;

    public void Refuse(int line, string name, string problem) => Refuse(line, name, new AccountFailure.RowInvalid(problem));

    public void Refuse(int line, string name, AccountFailure failure) => Faults.Add(new ImportFault(line, name, failure));

    public void Take(int line, Account account, string? generated)
    {
        if (FindTaken(line, account) is { } taken)
        {
            Refuse(line, account.Name.Value, taken);
            return;
        }

        Accepted.Add(account);
        if (generated is not null)
            Generated.Add((account.Name, generated));
    }

    private AccountFailure? FindTaken(int line, Account account)
    {
        if (!_names.TryAdd(account.Name, line))
            return Of(_names[account.Name], "name", new AccountFailure.NameTaken(account.Name.Value));
        if (account.Address is { } address && !_addresses.TryAdd(address, line))
            return Of(_addresses[address], "address", new AccountFailure.AddressTaken(address.ToString()));
        return account.Ipv6Prefix is { } prefix && !_prefixes.TryAdd(prefix, line)
            ? Of(_prefixes[prefix], "IPv6 prefix", new AccountFailure.PrefixTaken(prefix.ToString()))
            : null;
    }

    private static AccountFailure Of(int line, string what, AccountFailure present) =>
        line == 0 ? present : new AccountFailure.RowInvalid(FormattableString.Invariant($"line {line} has its {what} already"));
}
