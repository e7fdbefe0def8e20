using System.Net.Sockets;
using System.Text;

namespace Masking.Samples.MicroRts.Serving;

/// <summary>A connection with a game, from the welcome to the end.</summary>
/// <param name="client">The connection, which is closed at the end.</param>
/// <param name="conversation">Answers the lines of the game.</param>
internal sealed class Connection(TcpClient client, Conversation conversation)
{
    private const int MaxLineLength = 1 << 22;
    private const int MaxExplanationLength = 500;

    private static readonly TimeSpan TimeToClose = TimeSpan.FromSeconds(2);

    /// <summary>Answers lines until the game closes the connection.</summary>
    /// <returns>Why the connection was closed.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        using TcpClient owned = client;
        try
        {
            client.NoDelay = true;
            NetworkStream stream = client.GetStream();
            LineReader reader = new(stream, MaxLineLength);
            await SendAsync(stream, Conversation.Welcome, cancellationToken);
            try
            {
                while (await reader.ReadAsync(cancellationToken) is { } line)
                {
                    if (conversation.Receive(line) is { } answer)
                    {
                        await SendAsync(stream, answer, cancellationToken);
                    }
                }

                return "closed by the game";
            }
            catch (ProtocolException exception)
            {
                string explanation = $"error: {exception.Message}".ReplaceLineEndings(" ");
                if (explanation.Length > MaxExplanationLength)
                {
                    explanation = $"{explanation[..MaxExplanationLength]}…";
                }

                await CloseAsync(stream, explanation, cancellationToken);
                return explanation;
            }
        }
        catch (OperationCanceledException)
        {
            return "closed, because the server stops";
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return $"lost: {exception.Message}";
        }
    }

    private static async Task SendAsync(NetworkStream stream, string line, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{line}\n"), cancellationToken);

    /// <summary>
    /// Sends an explanation, and discards what the game still sends, for a short time. A connection that is closed before everything was
    /// read is reset, and the game might not receive the explanation.
    /// </summary>
    private async Task CloseAsync(NetworkStream stream, string explanation, CancellationToken cancellationToken)
    {
        using CancellationTokenSource time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(TimeToClose);
        byte[] discarded = new byte[1 << 12];
        try
        {
            await SendAsync(stream, explanation, time.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            while (await stream.ReadAsync(discarded, time.Token) > 0)
            {
            }
        }
        catch (OperationCanceledException)
        {
            // The game does not read, or keeps its side open. The connection is closed anyway.
        }
    }
}
