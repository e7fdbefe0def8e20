using Masking.Samples.Delivery;

return await DeliveryCommand.RunAsync(args, Console.Out, Console.Error);
