namespace Adit.Interop.Tests.Lab;

/// <summary>
/// Debian's FreeRADIUS with a configuration of its own (3.2.1 signs only answers to EAP unless it is told to), as the server that our gateway asks, or as a proxy before ours. What it is told of
/// sessions stands in <see cref="ReadDetailAsync"/>.
/// </summary>
internal sealed class FreeRadius : IAsyncDisposable
{
    public const string Secret = "a-secret-with-freeradius";
    public const string Password = "Fr33-radius";

    /// <summary>The name in its certificate.</summary>
    public const string ServerName = "radius.outside.test";

    private readonly NetworkNamespace _network;
    private readonly string _folder;
    private readonly string _address;
    private readonly int _port;
    private BackgroundProcess? _process;

    private FreeRadius(NetworkNamespace network, string folder, string address, int port)
    {
        (_network, _folder, _address, _port) = (network, folder, address, port);
        Authority = new OutsideAuthority(folder, $"http://{ServerName}/ca.crl");
        Authority.Issue(ServerName, "1.3.6.1.5.5.7.3.1");
        Faulty = new FaultyServers(Path.Combine(folder, "faulty"));
    }

    /// <summary>Who issued its certificate, and those of its users.</summary>
    public OutsideAuthority Authority { get; }

    /// <summary>What it shows to users who are called as one of these.</summary>
    public FaultyServers Faulty { get; }

    /// <summary>Everything it has printed since its last start.</summary>
    public string Output => _process?.Output ?? "";

    /// <summary>Starts one that knows <c>ann</c> and <c>ben</c>.</summary>
    /// <param name="topology">In whose gateway it runs.</param>
    /// <param name="address">Of the loopback.</param>
    /// <param name="port">For authentication; that for accounting is the next.</param>
    public static Task<FreeRadius> StartAsync(Topology topology, string address, int port) => StartAsync(topology, address, port, Authorize);

    /// <summary>Starts one that passes everything on to another server.</summary>
    public static Task<FreeRadius> StartProxyAsync(Topology topology, string address, int port, string server, string secret) => StartAsync(
        topology, address, port, "authorize {\n update control {\n &Proxy-To-Realm := \"LOCAL-ADIT\"\n }\n }", $$"""
            home_server adit {
              type = auth
              ipaddr = {{server}}
              port = 1812
              secret = {{secret}}
              status_check = none
            }
            home_server_pool adit {
              type = fail-over
              home_server = adit
            }
            realm LOCAL-ADIT {
              auth_pool = adit
            }
            """);

    /// <summary>What came to it as accounting; empty before anything has.</summary>
    public async Task<string> ReadDetailAsync() => File.Exists(Detail) ? await File.ReadAllTextAsync(Detail) : "";

    /// <summary>The records of the sessions of a user, each as its lines.</summary>
    public async Task<IReadOnlyList<string>> ReadRecordsAsync(string user) =>
        [.. (await ReadDetailAsync()).Split("\n\n").Where(record => record.Contains($"User-Name = \"{user}\"", StringComparison.Ordinal))];

    public async Task StopAsync()
    {
        await _process!.DisposeAsync();
        _process = null;
    }

    public async Task StartAsync()
    {
        _process = _network.Start("freeradius", "-f", "-d", _folder, "-l", "stdout");
        await Eventually.BecomesTrueAsync($"FreeRADIUS answers at {_address}:{_port}", TimeSpan.FromSeconds(60), async () => _process.HasExited
            ? throw new InvalidOperationException($"FreeRADIUS ended with {_process.ExitCode}:\n{_process.Output}")
            : (await _network.RunAsync("ss", "-lnu")).Output.Contains($"{_address}:{_port + 1} ", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await StopAsync();
        Authority.Dispose();
        Faulty.Dispose();
    }

    private string Detail => Path.Combine(_folder, "detail");

    private static string Authorize => $$"""
        authorize {
          mschap
          chap
          {{string.Join(" els", FaultyServers.All.Select(name => $"if (&User-Name == \"{name}\") {{\n eap-{name} {{\n ok = return\n }}\n }}"))}}
          else {
            eap {
              ok = return
            }
          }
          files
          pap
        }
        """;

    private static async Task<FreeRadius> StartAsync(Topology topology, string address, int port, string authorize, string more = "")
    {
        var folder = Directory.CreateDirectory(Path.Combine(topology.Folder, $"freeradius-{port}")).FullName;
        var server = topology.Keep(new FreeRadius(topology.Gateway, folder, address, port));
        await File.WriteAllTextAsync(Path.Combine(folder, "dictionary"), "");
        await File.WriteAllTextAsync(Path.Combine(folder, "users"), Users);
        await File.WriteAllTextAsync(Path.Combine(folder, "radiusd.conf"), Configuration(folder, address, port, authorize, more));
        await server.StartAsync();
        return server;
    }

    private static string Users => $"""
        ann Service-Type == Authorize-Only, Auth-Type := Accept
            Class := "class-anew", Session-Timeout := 600
        ben Service-Type == Authorize-Only, Auth-Type := Reject
        ann Cleartext-Password := "{Password}"
            Class := "class-of-ann", Class += "second", Session-Timeout := 3600, Idle-Timeout := 1800, Framed-IP-Address := {ServerSettings.PoolPrefix}77,
            Reply-Message := "Welcome, Ann"
        ben Cleartext-Password := "{Password}"
        good Cleartext-Password := "{Password}"

        """;

    private static string Configuration(string folder, string address, int port, string authorize, string more) => $$"""
        libdir = /usr/lib/freeradius
        logdir = {{folder}}
        run_dir = {{folder}}
        max_requests = 16384
        cleanup_delay = 1
        log {
          destination = stdout
          auth = yes
        }
        security {
          reject_delay = 0
          status_server = yes
        }
        client gateway {
          ipaddr = 127.0.0.0/8
          secret = {{Secret}}
          require_message_authenticator = yes
        }
        proxy_requests = yes
        proxy server {
          default_fallback = no
        }
        {{more}}
        {{Modules(folder)}}
        {{Server(address, port, authorize)}}
        """;

    private static string Server(string address, int port, string authorize) => $$"""
        server default {
          listen {
            type = auth
            ipaddr = {{address}}
            port = {{port}}
          }
          listen {
            type = acct
            ipaddr = {{address}}
            port = {{port + 1}}
          }
          {{authorize}}
          authenticate {
            Auth-Type PAP {
              pap
            }
            Auth-Type CHAP {
              chap
            }
            Auth-Type MS-CHAP {
              mschap
            }
            eap
            {{string.Join('\n', FaultyServers.All.Select(name => $"eap-{name}"))}}
          }
          accounting {
            detail
          }
          post-auth {
            update reply {
              Message-Authenticator := 0x00
            }
            Post-Auth-Type REJECT {
              update reply {
                Message-Authenticator := 0x00
              }
            }
          }
        }
        """;

    private static string Modules(string folder) => $$"""
        modules {
          pap {
          }
          chap {
          }
          mschap {
            use_mppe = yes
            require_encryption = yes
            require_strong = yes
          }
          eap {
            default_eap_type = mschapv2
            md5 {
            }
            mschapv2 {
            }
            tls-config common {
              certificate_file = {{folder}}/{{ServerName}}.pem
              private_key_file = {{folder}}/{{ServerName}}.pem
              ca_file = {{folder}}/ca.pem
              check_crl = no
              tls_min_version = "1.2"
              tls_max_version = "1.2"
            }
            tls {
              tls = common
            }
            peap {
              tls = common
              default_eap_type = mschapv2
              virtual_server = default
            }
          }
          {{string.Join('\n', FaultyServers.All.Select(name => FaultyModule(folder, name)))}}
          files {
            usersfile = {{folder}}/users
          }
          detail {
            filename = {{folder}}/detail
          }
        }
        """;

    /// <summary>A method's module for the users of this name alone.</summary>
    private static string FaultyModule(string folder, string name) => $$"""
        eap eap-{{name}} {
          default_eap_type = peap
          mschapv2 {
          }
          tls-config common {
            certificate_file = {{folder}}/faulty/{{name}}.pem
            private_key_file = {{folder}}/faulty/{{name}}.pem
            ca_file = {{folder}}/ca.pem
            auto_chain = no
            check_crl = no
            tls_min_version = "1.2"
            tls_max_version = "1.2"
          }
          tls {
            tls = common
          }
          peap {
            tls = common
            default_eap_type = mschapv2
            virtual_server = default
          }
        }
        """;
}
