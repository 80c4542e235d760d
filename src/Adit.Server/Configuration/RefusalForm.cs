namespace Adit.Server.Configuration;

/// <summary>How clients are told that the server is full or draining.</summary>
public enum RefusalForm
{
    /// <summary>503 to the request for SSTP; the web server on the same port goes on.</summary>
    Http,

    /// <summary>The listening socket is closed, so that a balancer or a client turns to another server at once.</summary>
    Tcp,
}
