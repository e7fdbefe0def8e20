using System.Globalization;

namespace Masking.Samples.Nim;

/// <summary>A game between a person and the agent on a terminal. Who takes the last coin wins.</summary>
/// <param name="player">The agent.</param>
/// <param name="input">The input of the person, one line per move.</param>
/// <param name="output">Receives the text of the game.</param>
public sealed class NimGame(NimPolicy.Player player, TextReader input, TextWriter output)
{
    /// <summary>Plays until the pile is empty or the person leaves.</summary>
    /// <param name="coins">The number of coins at the beginning; the person moves first.</param>
    public void Play(int coins)
    {
        output.WriteLine("Take one, two or three coins. Who takes the last coin wins. q leaves.");
        while (true)
        {
            if (Ask(coins) is not { } taken)
            {
                output.WriteLine("You left the game.");
                return;
            }

            coins -= taken;
            if (coins == 0)
            {
                output.WriteLine("You have won.");
                return;
            }

            taken = Choose(coins);
            coins -= taken;
            output.WriteLine($"The agent takes {taken}.");
            if (coins == 0)
            {
                output.WriteLine("The agent has won.");
                return;
            }
        }
    }

    /// <summary>The number of coins that the agent takes from a pile.</summary>
    /// <param name="coins">The number of coins of the pile.</param>
    public int Choose(int coins)
    {
        player.Clear(environment: 0);
        player.Pile(0)[coins - 1] = 1;
        player.CoinsMask(0)[Take.Two] = coins >= 2;
        player.CoinsMask(0)[Take.Three] = coins >= 3;
        player.ActGreedily();
        return 1 + (int)player.CoinsAt(0);
    }

    /// <summary>Asks the person until the answer is legal; null if the person leaves.</summary>
    private int? Ask(int coins)
    {
        int most = Math.Min(3, coins);
        while (true)
        {
            output.WriteLine($"{new string('o', coins)}  {coins} left. How many do you take?");
            switch (input.ReadLine()?.Trim())
            {
                case null or "q":
                    return null;
                case var answer when int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out int taken)
                    && taken >= 1 && taken <= most:
                    return taken;
                case var answer:
                    output.WriteLine($"Expected a number from 1 to {most}, or q to leave, got '{answer}'.");
                    break;
            }
        }
    }
}
