#!/usr/bin/perl
# Takes numbers as fast as the daemon gives them, and writes down each that was acknowledged.
# usage: taker.pl SERVICE RECORD
# Perl, because every Debian has it; straight to the socket, because starting hallctl takes an emulated machine a while.
use strict;
use warnings;
use IO::Socket::UNIX;

my ($service, $record) = @ARGV;
open my $book, '>>', $record or die "$record: $!";
my $hall;
for (1 .. 600) {
    last if $hall = IO::Socket::UNIX->new(Peer => '/run/halld/halld.sock');
    select undef, undef, undef, 0.1;
}
$hall or die "no daemon: $!";
$/ = "\0";
while (1) {
    print {$hall} qq({"method":"org.halld.Queue.Take","parameters":{"service":"$service"}}\0);
    $hall->flush;
    my $reply = <$hall> // die 'the daemon is gone';
    $reply =~ /"id":"([^"]+)"/ or die "no number: $reply";
    syswrite $book, "$1\n";
}
